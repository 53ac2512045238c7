import { etagHeader, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import { attributeTypes } from '../domain/attributes.ts'
import { operatorAttribute, operatorBrand } from '../operator-views.ts'
import * as examples from './examples.ts'
import { attributeKey, brandSlug, name, names } from './product-input.ts'
import { changeHeaders, exampleRevision, inUseDetails, operator } from './route-parts.ts'

const theBrand = {
  description: 'The brand',
  schema: operatorBrand,
  headers: etagHeader,
  example: examples.brand,
} as const
const theAttribute = {
  description: 'The attribute',
  schema: operatorAttribute,
  headers: etagHeader,
  example: examples.attribute,
} as const

const brandParams = z.object({ brandSlug: brandSlug.describe('The slug of a brand') })
const attributeParams = z.object({ attributeKey: attributeKey.describe('The key of an attribute') })
const unit = z
  .string()
  .regex(/^\S{1,20}$/, 'must be a unit such as cm')
  .nullable()

/** What products refer to: brands and attributes. */
export const dictionaryRoutes = defineRoutes({
  listBrands: {
    ...operator,
    method: 'GET',
    path: '/api/operator/brands',
    operationId: 'listBrands',
    summary: 'List the brands',
    examples: { all: {} },
    answers: {
      200: {
        description: 'All brands, by name',
        schema: z.object({ brands: z.array(operatorBrand) }).meta({ id: 'BrandList' }),
        example: { brands: [examples.brand] },
      },
    },
    etag: true,
  },
  createBrand: {
    ...operator,
    method: 'POST',
    path: '/api/operator/brands',
    operationId: 'createBrand',
    summary: 'Create a brand',
    description: 'Without a slug one is made of the name; it stays whatever the brand is called later.',
    body: z.strictObject({ name: name(100), slug: brandSlug.optional() }).meta({ id: 'NewBrand' }),
    examples: { one: { body: { name: 'Варница' } } },
    answers: { 201: theBrand },
    errors: ['already_exists'],
  },
  changeBrand: {
    ...operator,
    method: 'PATCH',
    path: '/api/operator/brands/{brandSlug}',
    operationId: 'changeBrand',
    summary: 'Rename a brand',
    params: brandParams,
    headers: changeHeaders,
    body: z.strictObject({ name: name(100).optional() }).meta({ id: 'BrandChange' }),
    examples: {
      one: { params: { brandSlug: 'chugunov' }, headers: exampleRevision, body: { name: 'Chugunov & Sons' } },
    },
    answers: { 200: theBrand },
    errors: [...ofChange],
    errorDetails: staleDetails,
  },
  deleteBrand: {
    ...operator,
    method: 'DELETE',
    path: '/api/operator/brands/{brandSlug}',
    operationId: 'deleteBrand',
    summary: 'Delete a brand that no product has',
    params: brandParams,
    headers: changeHeaders,
    examples: { one: { params: { brandSlug: 'chugunov' }, headers: exampleRevision } },
    answers: { 204: { description: 'It is gone' } },
    errors: [...ofChange, 'in_use'],
    errorDetails: { ...staleDetails, ...inUseDetails },
  },
  listAttributes: {
    ...operator,
    method: 'GET',
    path: '/api/operator/attributes',
    operationId: 'listAttributes',
    summary: 'List the attributes',
    examples: { all: {} },
    answers: {
      200: {
        description: 'All attributes, by key',
        schema: z.object({ attributes: z.array(operatorAttribute) }).meta({ id: 'AttributeList' }),
        example: { attributes: [examples.attribute] },
      },
    },
    etag: true,
  },
  createAttribute: {
    ...operator,
    method: 'POST',
    path: '/api/operator/attributes',
    operationId: 'createAttribute',
    summary: 'Create an attribute',
    description: 'A text in both languages, a number, with a unit if it has one, or yes and no.',
    body: z
      .strictObject({ key: attributeKey, name: names(200), type: z.enum(attributeTypes), unit: unit.default(null) })
      .meta({ id: 'NewAttribute' }),
    examples: {
      one: { body: { key: 'power', name: { ru: 'Мощность', en: 'Power' }, type: 'number', unit: 'W' } },
    },
    answers: { 201: theAttribute },
    errors: ['already_exists'],
  },
  changeAttribute: {
    ...operator,
    method: 'PATCH',
    path: '/api/operator/attributes/{attributeKey}',
    operationId: 'changeAttribute',
    summary: 'Change an attribute',
    description: 'Its type and unit only while no product has it.',
    params: attributeParams,
    headers: changeHeaders,
    body: z
      .strictObject({ name: names(200), type: z.enum(attributeTypes), unit })
      .partial()
      .meta({ id: 'AttributeChange' }),
    examples: {
      one: {
        params: { attributeKey: 'diameter' },
        headers: exampleRevision,
        body: { name: { ru: 'Диаметр', en: 'Diameter' } },
      },
    },
    answers: { 200: theAttribute },
    errors: [...ofChange, 'in_use'],
    errorDetails: { ...staleDetails, ...inUseDetails },
  },
  deleteAttribute: {
    ...operator,
    method: 'DELETE',
    path: '/api/operator/attributes/{attributeKey}',
    operationId: 'deleteAttribute',
    summary: 'Delete an attribute that no product has',
    params: attributeParams,
    headers: changeHeaders,
    examples: { one: { params: { attributeKey: 'diameter' }, headers: exampleRevision } },
    answers: { 204: { description: 'It is gone' } },
    errors: [...ofChange, 'in_use'],
    errorDetails: { ...staleDetails, ...inUseDetails },
  },
})
