import { currency, instant, localized, minorUnits, z } from '@korob/platform/schema'

/** What the shop's endpoints answer. */

export const maxPageSize = 50

export const sorts = ['relevance', 'price', '-price', 'new', 'name'] as const
export type Sort = (typeof sorts)[number]

export const availability = z
  .enum(['none', 'few', 'enough'])
  .meta({ id: 'Availability', description: '`few`: five or less' })
export type Availability = z.infer<typeof availability>

/** From where to where, in UTF-16 units; the end is not included. */
const marks = z.array(z.array(z.int().min(0)).length(2))

export const hit = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    sku: z.string(),
    name: localized,
    priceMinor: minorUnits,
    oldPriceMinor: minorUnits.nullable(),
    currency,
    image: z.string().nullable().describe('A drawing of the demo catalogue by its name, or an address'),
    availability,
  })
  .meta({ id: 'Hit' })
export type Hit = z.infer<typeof hit>

export const searchHit = hit
  .extend({
    highlights: z.object({ ru: marks, en: marks }).meta({
      id: 'Highlights',
      description: 'Where each name answers the query: `[start, end]` pairs, `end` not included',
    }),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof searchHit>

const count = z.int().min(0)

export const categoryName = z.object({ path: z.string(), name: localized }).meta({ id: 'CategoryName' })

export const attributeFacet = z
  .object({
    key: z.string(),
    name: localized,
    type: z.enum(['text', 'number', 'boolean']),
    unit: z.string().nullable(),
    count: count.describe('How many hits have it at all'),
    values: z
      .array(z.object({ value: z.union([z.boolean(), localized]), count }).meta({ id: 'AttributeValueCount' }))
      .describe('The most common ones; of a text, either language may be sent back. Empty for a number'),
    min: z.number().nullable().describe('Of a number'),
    max: z.number().nullable(),
  })
  .meta({ id: 'AttributeFacet' })
export type AttributeFacet = z.infer<typeof attributeFacet>

export const facets = z
  .object({
    categories: z.array(z.object({ path: z.string(), name: localized, count }).meta({ id: 'CategoryCount' })),
    brands: z.array(z.object({ slug: z.string(), name: z.string(), count }).meta({ id: 'BrandCount' })),
    price: z
      .object({
        min: minorUnits.nullable().describe('Null when nothing was found'),
        max: minorUnits.nullable(),
        steps: z
          .array(z.object({ from: minorUnits, to: minorUnits.nullable(), count }).meta({ id: 'PriceStep' }))
          .describe('A histogram: how many cost from `from` to below `to`. Steps with none are left out'),
      })
      .meta({ id: 'PriceFacet' }),
    attributes: z.array(attributeFacet).describe('Those that matter for these hits'),
    inStock: count.describe('How many can be had now'),
    discounted: count.describe('How many cost less than they did'),
  })
  .meta({ id: 'Facets', description: 'What the filters would give, each counted without its own' })
export type Facets = z.infer<typeof facets>

export const engineName = z.enum(['opensearch', 'postgres'])
export type EngineName = z.infer<typeof engineName>

export const searchPage = z
  .object({
    engine: engineName.describe('What answered: `postgres` when there is no search engine, or it is not well'),
    total: count,
    isTotalExact: z.boolean().describe('False: at least so many. Beyond some thousand PostgreSQL counts no further'),
    match: z
      .enum(['all', 'misspelled', 'some'])
      .describe('What was asked of a hit: every word; every word, spelled about so; some of the words'),
    didYouMean: z.string().nullable().describe('The query as it was probably meant'),
    items: z.array(searchHit),
    facets,
    nextCursor: z.string().nullable().describe('Null on the last page'),
  })
  .meta({ id: 'SearchPage' })
export type SearchPage = z.infer<typeof searchPage>

export const suggestions = z
  .object({
    queries: z.array(z.string()).describe('What else could be typed, in the language asked for'),
    products: z.array(hit),
    categories: z.array(categoryName),
  })
  .meta({ id: 'Suggestions' })
export type Suggestions = z.infer<typeof suggestions>

const attributeValue = z.union([z.number(), z.boolean(), localized])
export const productAttribute = z
  .object({
    key: z.string(),
    name: localized,
    value: attributeValue,
    unit: z.string().nullable(),
  })
  .meta({ id: 'ProductAttribute' })

export const product = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    slug: z.string(),
    name: localized,
    description: localized,
    categories: z.array(categoryName).describe('From the root down to where the product belongs'),
    brand: z.object({ slug: z.string(), name: z.string() }).meta({ id: 'Brand' }).nullable(),
    priceMinor: minorUnits,
    oldPriceMinor: minorUnits.nullable(),
    currency,
    weightGrams: z.int().min(0),
    attributes: z.array(productAttribute),
    images: z.array(z.string()),
    availability,
    available: count.describe('How many one order may take now'),
    revision: z.int().describe('Counts edits'),
    updatedAt: instant,
  })
  .meta({ id: 'Product' })
export type Product = z.infer<typeof product>

export interface Category {
  path: string
  name: z.infer<typeof localized>
  count: number
  children: Category[]
}
export const category: z.ZodType<Category> = z
  .object({
    path: z.string(),
    name: localized,
    count,
    get children() {
      return z.array(category)
    },
  })
  .meta({ id: 'Category' })
