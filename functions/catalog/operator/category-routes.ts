import { etagHeader, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import { facetSetting, operatorCategory } from '../operator-views.ts'
import * as examples from './examples.ts'
import { attributeKey, names, slug } from './product-input.ts'
import { changeHeaders, exampleRevision, inUseDetails, operator } from './route-parts.ts'

const categoryId = z.object({ categoryId: uuid.describe('Of a category') })
const params = { categoryId: examples.categoryId }

const fields = {
  parentId: uuid.nullable().describe('Null: at the root'),
  slug: slug.describe('The last part of the path'),
  name: names(200),
  position: z.int().min(0).max(10_000).describe('Place among its siblings, from 0; at the end unless given'),
}

const theCategory = {
  description: 'The category',
  schema: operatorCategory,
  headers: etagHeader,
  example: examples.category,
} as const

const facets = z.object({ facets: z.array(facetSetting), revision: z.int() }).meta({ id: 'CategoryFacets' })
const exampleFacets = {
  facets: [{ attribute: 'diameter', shown: true, position: 0, setAt: 'kitchen' }],
  revision: 2,
}

/** The category tree, and which attributes each offers as filters. */
export const categoryRoutes = defineRoutes({
  listOperatorCategories: {
    ...operator,
    method: 'GET',
    path: '/api/operator/categories',
    operationId: 'listOperatorCategories',
    summary: 'List the categories as operators see them',
    description: 'Parents before their children, siblings in their order.',
    examples: { all: {} },
    answers: {
      200: {
        description: 'All categories',
        schema: z.object({ categories: z.array(operatorCategory) }).meta({ id: 'OperatorCategoryList' }),
        example: { categories: [examples.category] },
      },
    },
    etag: true,
  },
  createCategory: {
    ...operator,
    method: 'POST',
    path: '/api/operator/categories',
    operationId: 'createCategory',
    summary: 'Create a category',
    description: 'A path that was another category’s before is taken: it leads there still.',
    body: z
      .strictObject({ ...fields, parentId: fields.parentId.default(null), position: fields.position.optional() })
      .meta({ id: 'NewCategory' }),
    examples: { 'at the root': { body: { slug: 'pantry', name: { ru: 'Бакалея', en: 'Pantry' } } } },
    answers: { 201: theCategory },
    errors: ['already_exists'],
  },
  changeCategory: {
    ...operator,
    method: 'PATCH',
    path: '/api/operator/categories/{categoryId}',
    operationId: 'changeCategory',
    summary: 'Rename, move or reorder a category',
    description:
      'All below it goes along at once; their products follow, in a big subtree within minutes. Former paths lead on to the new ones.',
    params: categoryId,
    headers: changeHeaders,
    body: z.strictObject(fields).partial().meta({ id: 'CategoryChange' }),
    examples: {
      'another name': { params, headers: exampleRevision, body: { name: { ru: 'Посуда', en: 'Pots and pans' } } },
    },
    answers: { 200: theCategory },
    errors: [...ofChange, 'already_exists'],
    errorDetails: staleDetails,
  },
  deleteCategory: {
    ...operator,
    method: 'DELETE',
    path: '/api/operator/categories/{categoryId}',
    operationId: 'deleteCategory',
    summary: 'Delete an empty category',
    params: categoryId,
    headers: changeHeaders,
    examples: { one: { params, headers: exampleRevision } },
    answers: { 204: { description: 'It is gone' } },
    errors: [...ofChange, 'in_use'],
    errorDetails: { ...staleDetails, ...inUseDetails },
  },
  readCategoryFacets: {
    ...operator,
    method: 'GET',
    path: '/api/operator/categories/{categoryId}/facets',
    operationId: 'readCategoryFacets',
    summary: 'Read which attributes a category offers as filters',
    description: 'Its own settings and those it inherits, each with where it was set.',
    params: categoryId,
    examples: { one: { params } },
    answers: {
      200: { description: 'The settings in force', schema: facets, headers: etagHeader, example: exampleFacets },
    },
    errors: ['not_found'],
  },
  setCategoryFacets: {
    ...operator,
    method: 'PUT',
    path: '/api/operator/categories/{categoryId}/facets',
    operationId: 'setCategoryFacets',
    summary: 'Set which attributes a category offers as filters',
    description:
      'In this order, in place of its own settings so far. Those below inherit them until they say otherwise; `shown: false` takes away what is inherited.',
    params: categoryId,
    headers: changeHeaders,
    body: z
      .strictObject({
        facets: z.array(z.strictObject({ attribute: attributeKey, shown: z.boolean().default(true) })).max(100),
      })
      .meta({ id: 'FacetsOfCategory' }),
    examples: { one: { params, headers: exampleRevision, body: { facets: [{ attribute: 'diameter', shown: true }] } } },
    answers: {
      200: { description: 'The settings in force', schema: facets, headers: etagHeader, example: exampleFacets },
    },
    errors: [...ofChange],
    errorDetails: staleDetails,
  },
})
