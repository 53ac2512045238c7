import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { OperatorCategory } from '../../functions/catalog/operator-views.ts'
import { ownBucket } from '../support/own-bucket.ts'
import { withService } from '../support/with-service.ts'
import { emptyCatalogue } from './support/empty.ts'
import { exportFile, importFile } from './support/files.ts'
import { done } from './support/operator.ts'

const catalog = withService('catalog')

beforeAll(async () => {
  await ownBucket()
})

const catalogue = async () => {
  const many = async (text: string) => (await catalog().admin.query(text)).rows
  return {
    products: await many(
      `select sku, slug, category_path, other_categories, brand_slug, name_ru, name_en, description_ru, description_en,
              price_minor::text, old_price_minor::text, weight_grams, attributes, images, published, on_hand
         from catalog.product join catalog.stock on product_id = id where deleted_at is null order by sku`,
    ),
    categories: await many('select path, name_ru, name_en, position from catalog.category order by path'),
    facets: await many(
      `select c.path, attribute_key, shown, f.position from catalog.category_facet as f
         join catalog.category as c on c.id = f.category_id order by 1, 2`,
    ),
    brands: await many('select slug, name from catalog.brand order by slug'),
    attributes: await many('select key, name_ru, name_en, type, unit from catalog.attribute order by key'),
  }
}

// What tells apart writers and readers of CSV, spreadsheets, and a shop in two languages.
const piece = fc.constantFrom(
  '"',
  '""',
  ';',
  ',',
  '\n',
  '\n\n',
  'ё',
  'Ё',
  '🦊',
  '=1+1',
  '+7',
  '-',
  '@',
  "'",
  '\t',
  '|',
  '\\n',
  'none',
  '—',
  ' ',
  'й',
  '«»',
  '<b>',
  '﷽',
  'a',
  '0,5',
)
const oddText = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''))
const oddName = fc
  .tuple(fc.constantFrom('=', '+', '-', '@', "'", '"', 'Ё', 'none', 'x'), oddText)
  .map(([first, rest]) => `${first}${rest}z`.replaceAll(/[\n\t]/g, ' '))

const product = fc.record({
  name: fc.record({ ru: oddName, en: oddName }),
  description: fc.record({ ru: oddText, en: oddText }),
  priceMinor: fc.integer({ min: 1, max: 99_999_999 }),
  reduced: fc.boolean(),
  published: fc.boolean(),
  stock: fc.nat(1_000),
  weightGrams: fc.nat(10_000),
  brand: fc.option(fc.constantFrom('odd', 'plain')),
  otherCategories: fc.subarray(['garden', 'kitchen']),
  images: fc.subarray(['air-fryer', '/images/a|b.png', 'https://example.com/a,b;c.png?x=1']),
  width: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  material: fc.option(fc.record({ ru: oddName, en: oddName })),
  indoor: fc.option(fc.boolean()),
})

it('an export imported into an empty shop gives the same catalogue, whatever its texts are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(product, { minLength: 1, maxLength: 6 }),
      fc.tuple(oddName, oddName),
      async (products, [one, other]) => {
        await emptyCatalogue(catalog().admin)
        for (const body of [
          { key: 'width', name: { ru: one, en: other }, type: 'number', unit: 'cm' },
          { key: 'material', name: { ru: 'Материал', en: other }, type: 'text' },
          { key: 'indoor', name: { ru: 'Дома', en: 'Indoor' }, type: 'boolean' },
        ])
          await done('POST /api/operator/attributes', { body })
        await done('POST /api/operator/brands', { body: { slug: 'odd', name: one } })
        await done('POST /api/operator/brands', { body: { slug: 'plain', name: other } })
        for (const slug of ['garden', 'kitchen'])
          await done('POST /api/operator/categories', { body: { slug, name: { ru: one, en: other }, position: 0 } })
        const below = await done<OperatorCategory>('POST /api/operator/categories', {
          body: { slug: 'below', name: { ru: other, en: one } },
        })
        await done('PUT /api/operator/categories/{categoryId}/facets', {
          params: { categoryId: below.id },
          revision: 1,
          body: { facets: [{ attribute: 'width', shown: false }, { attribute: 'material' }] },
        })
        for (const [index, { reduced, width, material, indoor, ...rest }] of products.entries())
          await done('POST /api/operator/products', {
            body: {
              ...rest,
              sku: `=${index}'${'"ё;'.slice(index % 3)}`,
              category: 'below',
              oldPriceMinor: reduced ? rest.priceMinor + 1 : null,
              attributes: [
                ...(width === null ? [] : [{ key: 'width', value: width }]),
                ...(material === null ? [] : [{ key: 'material', value: material }]),
                ...(indoor === null ? [] : [{ key: 'indoor', value: indoor }]),
              ],
            },
          })
        const before = await catalogue()
        expect(before.products).toHaveLength(products.length)
        const file = await exportFile()
        const again = await importFile(file)
        expect(again.counts).toMatchObject({ unchanged: products.length, rejected: 0 })
        // No brand, no old price and no further category are said too.
        await catalog().admin.query(
          `update catalog.product set brand_slug = 'odd', old_price_minor = price_minor + 5, other_categories = '{garden}'`,
        )
        await importFile(file)
        expect((await catalogue()).products).toEqual(before.products)
        await emptyCatalogue(catalog().admin)
        const job = await importFile(file)
        expect(job).toMatchObject({ state: 'done', counts: { created: products.length, rejected: 0 } })
        expect(await catalogue()).toEqual(before)
        expect(await exportFile()).toBe(file)
      },
    ),
    { numRuns: 8 },
  )
})

it('an export without the columns of one language changes nothing in that language', async () => {
  await emptyCatalogue(catalog().admin)
  await done('POST /api/operator/categories', { body: { slug: 'zoo', name: { ru: 'Зоо', en: 'Zoo' } } })
  const given = { name: { ru: 'Муравей', en: 'Ant' }, description: { ru: 'Мал', en: 'Small' } }
  await done('POST /api/operator/products', { body: { ...given, sku: 'A', category: 'zoo', priceMinor: 100 } })
  const texts = async () =>
    (await catalog().admin.query('select name_ru, name_en, description_ru, description_en from catalog.product')).rows
  const columns = 'record,key,category,name_ru,description_ru,price_minor'
  const job = await importFile(`${columns}\nproduct,A,zoo,Мураш,Очень мал,200\nproduct,B,zoo,Жук,Велик,300\n`)
  expect(job.counts).toMatchObject({ created: 1, updated: 1, rejected: 0 })
  expect(await texts()).toEqual([
    { name_ru: 'Мураш', name_en: 'Ant', description_ru: 'Очень мал', description_en: 'Small' },
    { name_ru: 'Жук', name_en: 'Жук', description_ru: 'Велик', description_en: 'Велик' },
  ])
})
