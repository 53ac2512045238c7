import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { currentContext } from '@korob/platform/context'
import { transaction } from '@korob/platform/database'
import { openSearch } from '@korob/platform/opensearch'
import { type Localized, localized, z } from '@korob/platform/schema'
import { type ProductInput, productInput } from './domain/product-input.ts'
import { brandSlug } from './domain/slug.ts'
import { ensureProductIndex } from './index/recover.ts'
import { addAttributes, addBrands, addCategories, type CategoryInput } from './store/dictionaries.ts'
import { addSynonyms } from './store/synonyms.ts'
import { type Upserted, upsertProducts } from './store/upsert-products.ts'

interface Branch {
  slug: string
  name: Localized
  children?: Branch[]
}
const branch: z.ZodType<Branch> = z.object({
  slug: z.string(),
  name: localized,
  get children() {
    return z.array(branch).optional()
  },
})

const attribute = z.object({
  key: z.string(),
  name: localized,
  type: z.enum(['text', 'number', 'boolean']),
  unit: z.string().nullable(),
})

const demoLine = z.object({ image: z.string() }).loose()

const readProduct = (line: string): ProductInput => {
  const { image, ...rest } = demoLine.parse(JSON.parse(line))
  return productInput.parse({ ...rest, images: [image] })
}

// The build puts demo/ beside the bundle; from a checkout it is where it is kept.
const readDemo = (file: string): Promise<string> =>
  readFile(join(process.env.LAMBDA_TASK_ROOT ?? 'functions/catalog', 'demo', file), 'utf8')

const flatten = (branches: readonly Branch[], above = ''): CategoryInput[] =>
  branches.flatMap(({ slug, name, children = [] }, position) => {
    const path = above + slug
    return [{ path, name, position }, ...flatten(children, `${path}/`)]
  })

/** Loads the demo catalogue. Again, it mends texts and prices and leaves the stock of products that are there. */
export const seedDemo = async (): Promise<Upserted> => {
  const [categories, attributes, lines, synonyms] = await Promise.all(
    ['categories.json', 'attributes.json', 'products.jsonl', 'synonyms.json'].map(readDemo),
  )
  const tree = z.array(branch).parse(JSON.parse(categories ?? ''))
  const definitions = z.array(attribute).parse(JSON.parse(attributes ?? ''))
  const products = (lines ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readProduct)
  const brands = products.flatMap(({ brand }) => (brand ? [{ slug: brandSlug(brand), name: brand }] : []))
  const seeded = await transaction(async (tx) => {
    await addCategories(tx, flatten(tree))
    await addAttributes(tx, definitions)
    await addBrands(tx, brands)
    const upserted = await upsertProducts(tx, products, {
      stock: 'keep',
      reference: 'demo',
      correlationId: currentContext().correlationId,
    })
    // With the goods and never again: what operators make of them stays.
    if (upserted.created === products.length)
      await addSynonyms(tx, z.array(z.array(z.string())).parse(JSON.parse(synonyms ?? '')))
    return upserted
  })
  const engine = openSearch()
  // Set-up ends with it, so an engine whose data was cleared is filled again at the next start.
  if (engine) await ensureProductIndex(engine)
  return seeded
}
