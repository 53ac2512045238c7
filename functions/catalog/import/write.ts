import { type Transaction, transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition } from '../domain/attributes.ts'
import type { ProductInput } from '../domain/product-input.ts'
import { brandSlug } from '../domain/slug.ts'
import { addAttributes, addBrands, addCategories } from '../store/dictionaries.ts'
import { type GivenEntries, putEntries } from '../store/put-entries.ts'
import { findDeleted, type Upserted, upsertProducts } from '../store/upsert-products.ts'
import type { Merged } from './merge.ts'

export interface WriteRules {
  reference: string
  correlationId: string
  attributes: readonly AttributeDefinition[]
  /** Names of categories the file gave, by path. */
  categoryNames: ReadonlyMap<string, string>
  /** What the file itself says of attributes, brands and categories; a dry run needs it in each of its transactions. */
  entries?: GivenEntries
  dryRun: boolean
  /** Called in each transaction with what it has written, before it commits. */
  commit?: ((tx: Transaction, part: readonly Merged[], written: Written) => Promise<void>) | undefined
}

export interface Written extends Omit<Upserted, 'deleted'> {
  /** `member`: of the product, the one that is to blame. */
  rejected: { line: number; member: string; reason: string }[]
}

class RollBack extends Error {
  readonly result: Written
  constructor(result: Written) {
    super('dry run')
    this.result = result
  }
}

const pathsAbove = (path: string): string[] => {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

const categoriesOf = (products: readonly ProductInput[], names: ReadonlyMap<string, string>) => {
  const paths = new Set(
    products.flatMap(({ category, otherCategories = [] }) => [category, ...otherCategories].flatMap(pathsAbove)),
  )
  return [...paths].map((path) => {
    const last = path.slice(path.lastIndexOf('/') + 1)
    const text = names.get(path) ?? last.charAt(0).toUpperCase() + last.slice(1).replaceAll('-', ' ')
    const name: Localized = { ru: text, en: text }
    return { path, name, position: null }
  })
}

// Of two imports that bring the same new product at once, one would find its row taken and reject it.
const takeTurns = (tx: Transaction) => tx.run(sql`select pg_advisory_xact_lock(hashtextextended('catalog import', 0))`)

const typeOf = (value: unknown): AttributeDefinition['type'] =>
  typeof value === 'object' ? 'text' : (typeof value as 'number' | 'boolean')

/** Attributes that products bring and no column defines: objects of ours have them. */
const broughtBy = (products: readonly ProductInput[]): AttributeDefinition[] => [
  ...new Map(
    products.flatMap(({ attributes = [] }) =>
      attributes.map(({ key, value, unit = null }) => {
        const definition = { key, name: { ru: key, en: key }, type: typeOf(value), unit }
        return [key, definition] as const
      }),
    ),
  ).values(),
]

const withDeleted = (batch: readonly Merged[], { deleted, ...counts }: Upserted): Written => ({
  ...counts,
  rejected: batch
    .filter(({ product }) => deleted.includes(product.sku))
    .map(({ line }) => ({
      line,
      member: 'sku',
      reason: 'was deleted; it returns when a column says whether it is published',
    })),
})

const writeTogether = (batch: readonly Merged[], rules: WriteRules): Promise<Written> => {
  const products = batch.map(({ product }) => product)
  return transaction(async (tx) => {
    await takeTurns(tx)
    if (rules.dryRun && rules.entries) await putEntries(tx, rules.entries)
    // Nothing is made for what stays deleted: its category may have been deleted with it.
    const deleted = await findDeleted(tx, products)
    const written = products.filter(({ sku }) => !deleted.has(sku))
    await addCategories(tx, categoriesOf(written, rules.categoryNames))
    await addBrands(
      tx,
      written.flatMap(({ brand }) => (brand ? [{ slug: brandSlug(brand), name: brand }] : [])),
    )
    const keys = new Set(written.flatMap(({ attributes = [] }) => attributes.map(({ key }) => key)))
    await addAttributes(
      tx,
      rules.attributes.filter(({ key }) => keys.has(key)),
    )
    await addAttributes(tx, broughtBy(written))
    const result = withDeleted(batch, await upsertProducts(tx, products, { ...rules, stock: 'set' }))
    if (rules.dryRun) throw new RollBack(result)
    await rules.commit?.(tx, batch, result)
    return result
  }).catch(async (error: unknown) => {
    if (!(error instanceof RollBack)) throw error
    const { result } = error
    await transaction(async (tx) => rules.commit?.(tx, batch, result))
    return result
  })
}

// Class 22: data the database can't hold; class 23: a constraint, a slug taken by another product, say.
const isAboutData = (error: unknown): error is Error & { detail?: string; constraint?: string } =>
  error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))

// Addresses are unique too; whatever else the database refuses is told of the product as a whole.
const members: Record<string, string> = {
  product_slug_key: 'slug',
  product_address_pkey: 'slug',
  product_attributes_typed: 'attributes',
  category_path_check: 'category',
}
const memberOf = (constraint: string | undefined) => members[constraint ?? ''] ?? 'sku'

/** Writes a batch in one transaction. When one of its rows can't be, halves find which: the others are written. */
export const writeProducts = async (batch: readonly Merged[], rules: WriteRules): Promise<Written> => {
  if (batch.length === 0) return { created: 0, updated: 0, unchanged: 0, rejected: [] }
  try {
    return await writeTogether(batch, rules)
  } catch (error) {
    if (!isAboutData(error)) throw error
    const [only] = batch
    if (batch.length === 1 && only) {
      const reason = error.detail ?? error.message
      const rejected = [{ line: only.line, member: memberOf(error.constraint), reason }]
      const written = { created: 0, updated: 0, unchanged: 0, rejected }
      if (rules.commit) await transaction(async (tx) => rules.commit?.(tx, batch, written))
      return written
    }
    const middle = Math.ceil(batch.length / 2)
    const first = await writeProducts(batch.slice(0, middle), rules)
    const second = await writeProducts(batch.slice(middle), rules)
    return {
      created: first.created + second.created,
      updated: first.updated + second.updated,
      unchanged: first.unchanged + second.unchanged,
      rejected: [...first.rejected, ...second.rejected],
    }
  }
}
