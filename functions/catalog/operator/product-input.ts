import { line, minorUnits, paragraph, z } from '@korob/platform/schema'
import { aPicture, categoryPath, isPicture } from '../domain/product-input.ts'

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/

export const slug = z.string().max(200).regex(slugPattern, 'must be a slug such as zhar-skillet-26')
export const path = z.string().max(200).regex(categoryPath, 'must be a category path such as kitchen/cookware')
export const brandSlug = z.string().max(100).regex(slugPattern, 'must be a slug')
export const sku = z.string().regex(/^[^\s/\p{C}]{1,64}$/u, 'must be 1 to 64 characters without spaces and slashes')
export const attributeKey = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be a key such as power_watts')

/** A name as people type it: one line, with single spaces. */
const collapsed = (max: number) => line(max).transform((value) => value.replaceAll(/\s+/gu, ' '))
/** In both languages, each of at most so many characters. */
export const names = (max: number) =>
  z.object({ ru: collapsed(max), en: collapsed(max) }).meta({ id: `NamesUpTo${max}` })
export const name = collapsed

const price = minorUnits.min(1)

const attribute = z
  .object({
    key: attributeKey,
    value: z.union([
      z.number().min(-1e15).max(1e15),
      z.boolean(),
      z.object({ ru: line(500), en: line(500) }).meta({ id: 'AttributeText' }),
    ]),
    unit: z.string().max(20).nullable().optional().describe('That of the attribute, if it is said at all'),
  })
  .meta({ id: 'ProductAttributeInput' })

const fields = {
  sku,
  slug: slug.describe('In addresses; the one before leads on to it'),
  category: path.describe('Where the product belongs'),
  otherCategories: z.array(path).max(20).describe('Where it stands as well'),
  brand: brandSlug.nullable(),
  name: names(300),
  description: z.object({ ru: paragraph(10_000), en: paragraph(10_000) }),
  priceMinor: price,
  oldPriceMinor: price.nullable().describe('Above the price, or null'),
  weightGrams: z.int().min(0).max(1_000_000_000),
  attributes: z.array(attribute).max(200),
  images: z.array(z.string().max(500).refine(isPicture, `must be ${aPicture}`)).max(50),
  published: z.boolean(),
}

/** A new product: what isn't said is empty, and it isn't shown yet. */
export const newProduct = z
  .strictObject({
    ...fields,
    slug: fields.slug.optional(),
    otherCategories: fields.otherCategories.default([]),
    brand: fields.brand.default(null),
    description: fields.description.default({ ru: '', en: '' }),
    oldPriceMinor: fields.oldPriceMinor.default(null),
    weightGrams: fields.weightGrams.default(0),
    attributes: fields.attributes.default([]),
    images: fields.images.default([]),
    published: fields.published.default(false),
    stock: z.int().min(0).max(1_000_000_000).default(0),
  })
  .meta({ id: 'NewProduct' })
export type NewProduct = z.output<typeof newProduct>

/** What is to be changed; what isn't said stays. */
export const productChange = z.strictObject(fields).partial().meta({ id: 'ProductChange' })
export type ProductChange = z.output<typeof productChange>
