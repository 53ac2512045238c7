import { currency, instant, localized, minorUnits, z } from '@korob/platform/schema'

/** What the shop's endpoints answer. */

export const maxPageSize = 50

export const sorts = ['relevance', 'price', '-price', 'new', 'name'] as const
export type Sort = (typeof sorts)[number]

export const availability = z
  .enum(['none', 'few', 'enough'])
  .meta({ id: 'Availability', description: '`few`: five or less' })
export type Availability = z.infer<typeof availability>

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
  .meta({ id: 'SearchHit' })
export type Hit = z.infer<typeof hit>

const count = z.int().min(0)

export const facets = z
  .object({
    categories: z.array(z.object({ path: z.string(), name: localized, count }).meta({ id: 'CategoryCount' })),
    brands: z.array(z.object({ slug: z.string(), name: z.string(), count }).meta({ id: 'BrandCount' })),
    price: z.object({ min: minorUnits.nullable(), max: minorUnits.nullable() }).describe('Null when nothing was found'),
  })
  .meta({ id: 'Facets', description: 'What the filters would give' })
export type Facets = z.infer<typeof facets>

export const engineName = z.enum(['opensearch', 'postgres'])
export type EngineName = z.infer<typeof engineName>

export const searchPage = z
  .object({
    engine: engineName.describe('What answered: `postgres` when there is no search engine, or it is not well'),
    total: count,
    items: z.array(hit),
    facets,
    nextCursor: z.string().nullable().describe('Null on the last page'),
  })
  .meta({ id: 'SearchPage' })
export type SearchPage = z.infer<typeof searchPage>

const attributeValue = z.union([z.number(), z.boolean(), localized])
export const productAttribute = z
  .object({
    key: z.string(),
    name: localized,
    value: attributeValue,
    unit: z.string().nullable(),
  })
  .meta({ id: 'ProductAttribute' })

export const categoryName = z.object({ path: z.string(), name: localized }).meta({ id: 'CategoryName' })

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
