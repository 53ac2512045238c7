import { localized, z } from '@korob/platform/schema'

/** A product as an import or the demo data gives it. What isn't given stays as it is. */

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/
export const categoryPath = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/

const drawing = /^[a-z0-9]+(-[a-z0-9]+)*$/
const path = /^\/(?![/\\])[^\s\p{C}"<>\\]*$/u
const address = /^https?:\/\/[^/\s\p{C}"<>\\][^\s\p{C}"<>\\]*$/u

export const aPicture = 'an http(s) address, a path of the shop or the name of one of its drawings'

/** Whether a browser is shown this as a picture: never a script, nor a word that is no address. */
export const isPicture = (text: string): boolean =>
  drawing.test(text) || path.test(text) || (address.test(text) && URL.canParse(text))

// A language that isn't said stays as it is; of a product that is new, it is what the other says.
const names = z
  .object({ ru: z.string().min(1).max(300), en: z.string().min(1).max(300) })
  .partial()
  .refine(({ ru, en }) => ru !== undefined || en !== undefined, 'is empty')
const texts = z.object({ ru: z.string().max(10_000), en: z.string().max(10_000) }).partial()

export const attributeInput = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  value: z.union([z.number(), z.boolean(), localized]),
  unit: z.string().min(1).max(20).optional(),
})
export type AttributeInput = z.infer<typeof attributeInput>

export const productInput = z
  .object({
    sku: z.string().regex(/^[^\s/]{1,64}$/, 'must be 1 to 64 characters without spaces and slashes'),
    slug: z.string().max(200).regex(slug, 'must be a slug').optional(),
    category: z.string().max(200).regex(categoryPath, 'must be a category path'),
    otherCategories: z.array(z.string().max(200).regex(categoryPath)).max(20).optional(),
    /** null: it has none. */
    brand: z.string().min(1).max(100).nullable().optional(),
    name: names,
    description: texts.optional(),
    priceMinor: z.int().min(0).max(99_999_999_999),
    /** null: there is none any more. */
    oldPriceMinor: z.int().min(1).max(99_999_999_999).nullable().optional(),
    currency: z.literal('RUB').optional(),
    stock: z.int().min(0).max(1_000_000_000).optional(),
    weightGrams: z.int().min(0).max(1_000_000_000).optional(),
    attributes: z.array(attributeInput).max(200).optional(),
    images: z
      .array(z.string().max(500).refine(isPicture, `must be ${aPicture}`))
      .max(50)
      .optional(),
    published: z.boolean().optional(),
  })
  .refine(
    ({ priceMinor, oldPriceMinor }) =>
      oldPriceMinor === undefined || oldPriceMinor === null || oldPriceMinor > priceMinor,
    { path: ['oldPriceMinor'], message: 'must be above the price' },
  )
export type ProductInput = z.infer<typeof productInput> & {
  /** Stock of a product that is new, where nothing says its stock; one that is there keeps its own. */
  newStock?: number
  /** The attributes of which `attributes` says something, also that there are none; else of all. */
  attributeKeys?: readonly string[]
}
