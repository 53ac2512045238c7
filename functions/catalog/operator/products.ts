import { isDeepStrictEqual } from 'node:util'
import { recordAction } from '@korob/platform/audit-log'
import { currentContext } from '@korob/platform/context'
import { type Transaction, transaction } from '@korob/platform/database'
import { type FieldError, invalidField, Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import { requireRevision } from '@korob/platform/preconditions'
import { checkAttributes } from '../domain/attributes.ts'
import { readListCursor, writeListCursor } from '../domain/list-cursor.ts'
import { productSlug } from '../domain/slug.ts'
import { wordsOf } from '../domain/words.ts'
import type { OperatorProduct } from '../operator-views.ts'
import { findOperatorProduct, listHistory, listProducts, type ProductFilter } from '../store/operator-products.ts'
import {
  correctStock,
  findReferences,
  insertProduct,
  lockOnHand,
  lockProduct,
  type ProductFacts,
  updateProduct,
} from '../store/product-edits.ts'
import { orConflict } from './conflicts.ts'
import type { NewProduct, ProductChange } from './product-input.ts'
import { deedOn, recordChange } from './record-change.ts'

const known = (product: OperatorProduct | undefined): OperatorProduct => {
  if (!product) throw new Problem('not_found')
  return product
}

export const readProduct = async (id: string): Promise<OperatorProduct> => known(await findOperatorProduct(id))

type Said = Partial<ProductFacts> & ProductChange

/** The facts with their attributes as the catalogue keeps them. @throws Problem invalid_request naming what refers to nothing */
const checked = async (tx: Transaction, facts: ProductFacts, said: Said): Promise<ProductFacts> => {
  const categories = [...(facts.category === null ? [] : [facts.category]), ...facts.otherCategories]
  const keys = facts.attributes.map(({ key }) => key)
  const found = await findReferences(tx, { categories, brand: facts.brand, keys })
  const there = new Set(found.categories)
  const errors: FieldError[] = []
  const wrong = (field: string, message: string) => errors.push({ field, message })
  if (facts.category !== null && !there.has(facts.category)) wrong('category', 'is no category')
  for (const [index, path] of facts.otherCategories.entries())
    if (!there.has(path)) wrong(`otherCategories.${index}`, 'is no category')
  if (facts.brand !== null && found.brand === null) wrong('brand', 'is no brand')
  if (facts.oldPriceMinor !== null && facts.oldPriceMinor <= facts.priceMinor)
    wrong('oldPriceMinor', 'must be above the price')
  const { attributes, errors: ofAttributes } = checkAttributes(facts.attributes, found.definitions)
  // What nobody touches now was right when it was written, or an import brought it.
  if (said.attributes !== undefined) errors.push(...ofAttributes)
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return { ...facts, attributes: said.attributes === undefined ? facts.attributes : attributes }
}

export const createProduct = ({ stock, slug, ...given }: NewProduct, operatorId: string): Promise<OperatorProduct> =>
  orConflict(
    transaction(async (tx) => {
      const facts = { ...given, slug: slug ?? productSlug(given.name.en, given.sku), deleted: false } as ProductFacts
      const actor = operatorName(operatorId)
      const id = await insertProduct(tx, await checked(tx, facts, given as Said), actor)
      const { correlationId } = currentContext()
      const { sku, priceMinor, published } = facts
      await recordAction(tx, {
        ...deedOn('product', id, operatorId, 'create'),
        after: { sku, slug: facts.slug, priceMinor, published, stock },
      })
      if (stock > 0) await correctStock(tx, id, stock, { reference: actor, correlationId })
      return known(await findOperatorProduct(id, tx))
    }),
  )

/** Changes a product under its lock. `of` sees it as it is; what it answers stays unless it says otherwise. */
const change = (
  id: string,
  verb: string,
  operatorId: string,
  of: (facts: ProductFacts, revision: number) => Said,
): Promise<OperatorProduct> =>
  orConflict(
    transaction(async (tx) => {
      const locked = await lockProduct(tx, id)
      if (!locked) throw new Problem('not_found')
      const said = of(locked.facts, locked.revision)
      const defined = Object.entries(said).filter(([, value]) => value !== undefined)
      const wanted = { ...locked.facts, ...Object.fromEntries(defined) } as ProductFacts
      // An old price that isn't said goes when the price rises to it.
      if (said.oldPriceMinor === undefined && (wanted.oldPriceMinor ?? Infinity) <= wanted.priceMinor)
        wanted.oldPriceMinor = null
      const facts = wanted.deleted ? wanted : await checked(tx, wanted, said)
      if (!isDeepStrictEqual(locked.facts, facts)) {
        await updateProduct(tx, id, facts, operatorName(operatorId))
        await recordChange(tx, deedOn('product', id, operatorId, verb), locked.facts, facts)
      }
      return known(await findOperatorProduct(id, tx))
    }),
  )

const requireLiving = ({ deleted }: ProductFacts): void => {
  if (deleted) throw new Problem('deleted')
}

/** @throws Problem precondition_failed if it isn't this revision any more */
export const changeProduct = (id: string, revision: number, said: ProductChange, operatorId: string) =>
  change(id, 'change', operatorId, (facts, actual) => {
    requireRevision(revision, actual)
    requireLiving(facts)
    return said as Said
  })

/** Shows or hides a product, whatever its revision: doing it twice is doing it once. */
export const setPublished = (id: string, published: boolean, operatorId: string) =>
  change(id, published ? 'publish' : 'unpublish', operatorId, (facts) => {
    requireLiving(facts)
    return { published }
  })

/** Takes a product out of the shop for good; a tombstone stays, for orders and the index. */
export const deleteProduct = async (id: string, revision: number, operatorId: string): Promise<void> => {
  await change(id, 'delete', operatorId, (facts, actual) => {
    requireRevision(revision, actual)
    return facts.deleted ? {} : { deleted: true, published: false }
  })
}

/** Brings a deleted product back, unpublished. */
export const restoreProduct = (id: string, operatorId: string) =>
  change(id, 'restore', operatorId, (facts) => {
    if (facts.deleted && facts.category === null) throw invalidField('category', 'was deleted meanwhile')
    return { deleted: false }
  })

/** Sets how many are on the shelf, as they were counted. */
export const countStock = (id: string, count: number, note: string, operatorId: string): Promise<OperatorProduct> =>
  transaction(async (tx) => {
    if (!(await lockProduct(tx, id))) throw new Problem('not_found')
    const before = await lockOnHand(tx, id)
    const actor = operatorName(operatorId)
    const reference = note === '' ? actor : `${actor}: ${note}`
    await correctStock(tx, id, count, { reference, correlationId: currentContext().correlationId })
    await recordChange(tx, deedOn('product', id, operatorId, 'count_stock'), before, { onHand: count })
    return known(await findOperatorProduct(id, tx))
  })

const id = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/
const number = /^\d{1,16}$/
const keyShapes = { '-updated': number, sku: /^[^\s/]{1,64}$/, price: number, '-price': number }

export interface ProductQuery extends Omit<ProductFilter, 'words'> {
  q: string
}

/** A page of products and the cursor of the next. */
export const pageOfProducts = async ({ q, ...filter }: ProductQuery, cursor: string | undefined, limit: number) => {
  const query = { q, ...filter }
  const after = cursor === undefined ? undefined : readListCursor(cursor, query, [keyShapes[filter.sort], id])
  if (cursor !== undefined && !after) throw invalidField('cursor', 'belongs to another query, or is none')
  const words = wordsOf(q)
  const rows = await listProducts({ ...filter, words }, after as [string, string] | undefined, limit + 1)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ key: _, ...item }) => item),
    nextCursor: rows.length > limit && last ? writeListCursor([last.key, last.id], query) : null,
  }
}

/** A page of a product's history, the newest edit first. */
export const pageOfHistory = async (productId: string, cursor: string | undefined, limit: number) => {
  const before = cursor === undefined ? undefined : readListCursor(cursor, productId, [number])?.[0]
  if (cursor !== undefined && before === undefined) throw invalidField('cursor', 'is none of this list')
  const rows = await listHistory(productId, before, limit + 1)
  if (rows.length === 0 && cursor === undefined) await readProduct(productId)
  const entries = rows.slice(0, limit)
  const last = entries.at(-1)
  return {
    entries: entries.map(({ id: _, ...entry }) => entry),
    nextCursor: rows.length > limit && last ? writeListCursor([last.id], productId) : null,
  }
}

/** Who is named in history and stock movements. */
export const operatorName = (operatorId: string): string => `operator:${operatorId}`

export const newReference = (kind: string): string => `${kind} ${newId()}`
