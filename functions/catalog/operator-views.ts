import { currency, instant, localized, minorUnits, z } from '@korob/platform/schema'
import { attributeTypes } from './domain/attributes.ts'
import { availability } from './views.ts'

/** What operators are answered. */

const count = z.int().min(0)
const revision = z.int().min(1).describe('Counts edits; its ETag goes into If-Match')

export const attributeValue = z.union([z.number(), z.boolean(), localized])

export const keptAttribute = z
  .object({ key: z.string(), value: attributeValue, unit: z.string().nullable() })
  .meta({ id: 'KeptAttribute' })

const listed = {
  id: z.uuid(),
  sku: z.string(),
  slug: z.string(),
  name: localized,
  category: z.string().nullable().describe('Null only of a deleted product whose category is gone'),
  brand: z.string().nullable().describe('Slug of the brand'),
  priceMinor: minorUnits,
  oldPriceMinor: minorUnits.nullable(),
  currency,
  images: z.array(z.string()),
  published: z.boolean(),
  deleted: z.boolean(),
  onHand: count.describe('What was counted, less what was sold'),
  held: count.describe('Set aside by checkouts'),
  availability,
  revision,
  updatedAt: instant,
}

export const listedProduct = z.object(listed).meta({ id: 'ListedProduct' })
export type ListedProduct = z.infer<typeof listedProduct>

export const operatorProduct = z
  .object({
    ...listed,
    formerSlugs: z.array(z.string()).describe('They lead to the product still'),
    otherCategories: z.array(z.string()),
    description: localized,
    weightGrams: count,
    attributes: z.array(keptAttribute),
    createdAt: instant,
    editedBy: z.string().describe('`operator:` and an id, `import` and an id, or `demo`'),
  })
  .meta({ id: 'OperatorProduct' })
export type OperatorProduct = z.infer<typeof operatorProduct>

export const historyEntry = z
  .object({
    revision,
    kind: z.enum(['created', 'edited', 'deleted', 'restored']),
    actor: z.string(),
    changes: z
      .record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }))
      .describe('What changed, by its name in the product'),
    at: instant,
  })
  .meta({ id: 'ProductHistoryEntry' })
export type HistoryEntry = z.infer<typeof historyEntry>

export const operatorCategory = z
  .object({
    id: z.uuid(),
    path: z.string(),
    parentId: z.uuid().nullable(),
    slug: z.string().describe('The last part of the path'),
    name: localized,
    position: z.int().describe('Among its siblings, from 0'),
    products: count.describe('In it and below, unpublished ones too'),
    formerPaths: z.array(z.string()).describe('They lead to the category still'),
    revision,
  })
  .meta({ id: 'OperatorCategory' })
export type OperatorCategory = z.infer<typeof operatorCategory>

export const facetSetting = z
  .object({
    attribute: z.string(),
    shown: z.boolean(),
    position: z.int(),
    setAt: z.string().describe('Path of the category that says so: this one, or the nearest above'),
  })
  .meta({ id: 'FacetSetting' })
export type FacetSetting = z.infer<typeof facetSetting>

export const operatorBrand = z
  .object({ slug: z.string(), name: z.string(), products: count, revision })
  .meta({ id: 'OperatorBrand' })
export type OperatorBrand = z.infer<typeof operatorBrand>

export const operatorAttribute = z
  .object({
    key: z.string(),
    name: localized,
    type: z.enum(attributeTypes),
    unit: z.string().nullable().describe('Of a number'),
    revision,
  })
  .meta({ id: 'OperatorAttribute' })
export type OperatorAttribute = z.infer<typeof operatorAttribute>
