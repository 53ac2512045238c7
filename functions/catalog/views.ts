import { currency, instant, localized, minorUnits, z } from '@korob/platform/schema'

/** What the shop's endpoints answer. */

export const maxPageSize = 50

export const sorts = ['relevance', 'price', '-price', 'new', 'name'] as const
export type Sort = (typeof sorts)[number]

/** `few`: five or less. */
export const availability = z.enum(['none', 'few', 'enough'])
export type Availability = z.infer<typeof availability>

export const hit = z.object({
  id: z.uuid(),
  slug: z.string(),
  sku: z.string(),
  name: localized,
  priceMinor: minorUnits,
  oldPriceMinor: minorUnits.nullable(),
  currency,
  image: z.string().nullable(),
  availability,
})
export type Hit = z.infer<typeof hit>

const count = z.int().min(0)

export const facets = z.object({
  categories: z.array(z.object({ path: z.string(), name: localized, count })),
  brands: z.array(z.object({ slug: z.string(), name: z.string(), count })),
  /** Minor units; null when nothing was found. */
  price: z.object({ min: minorUnits.nullable(), max: minorUnits.nullable() }),
})
export type Facets = z.infer<typeof facets>

export const engineName = z.enum(['opensearch', 'postgres'])
export type EngineName = z.infer<typeof engineName>

export const searchPage = z.object({
  engine: engineName,
  total: count,
  items: z.array(hit),
  facets,
  nextCursor: z.string().nullable(),
})
export type SearchPage = z.infer<typeof searchPage>

const attributeValue = z.union([z.number(), z.boolean(), localized])
export const productAttribute = z.object({
  key: z.string(),
  name: localized,
  value: attributeValue,
  unit: z.string().nullable(),
})

export const product = z.object({
  id: z.uuid(),
  sku: z.string(),
  slug: z.string(),
  name: localized,
  description: localized,
  /** From the root down to where the product belongs. */
  categories: z.array(z.object({ path: z.string(), name: localized })),
  brand: z.object({ slug: z.string(), name: z.string() }).nullable(),
  priceMinor: minorUnits,
  oldPriceMinor: minorUnits.nullable(),
  currency,
  weightGrams: z.int().min(0),
  attributes: z.array(productAttribute),
  images: z.array(z.string()),
  availability,
  /** How many one order may take now. */
  available: count,
  revision: z.int(),
  updatedAt: instant,
})
export type Product = z.infer<typeof product>

export interface Category {
  path: string
  name: z.infer<typeof localized>
  count: number
  children: Category[]
}
export const category: z.ZodType<Category> = z.object({
  path: z.string(),
  name: localized,
  count,
  get children() {
    return z.array(category)
  },
})
