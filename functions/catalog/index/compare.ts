import type { Database } from '@korob/platform/database'
import type { OpenSearch } from '@korob/platform/opensearch'
import { type IndexVersion, readVersionsOf } from '../store/index-versions.ts'
import type { Wanted } from '../store/search-indices.ts'
import { type Versions, versionsBetween, versionsOf } from './versions.ts'

/** Products in id order that are compared together. */
export interface Page {
  products: readonly IndexVersion[]
  /** Their ids are in (after, upTo]; undefined: to the end. */
  after: string | null
  upTo: string | undefined
}

const agrees = ({ version, standing }: IndexVersion, actual: number | undefined): boolean =>
  actual === undefined ? standing === 'gone' : actual === version

const compare = ({ products }: Page, actual: Versions): Wanted[] => {
  const known = new Set(products.map(({ id }) => id))
  const strangers = [...actual.keys()].filter((id) => !known.has(id)).map((id) => ({ id, version: 0 }))
  const differing = products.filter((product) => !agrees(product, actual.get(product.id)))
  return [...differing.map(({ id, version }) => ({ id, version })), ...strangers]
}

/** What an index has of a page's products: those that differ, and those it need no longer have. */
export const comparePage = async (
  engine: OpenSearch,
  index: string,
  page: Page,
): Promise<{ differing: Wanted[]; needless: Wanted[] }> => {
  const actual = await versionsBetween(engine, index, page.after, page.upTo)
  return {
    differing: compare(page, actual),
    needless: page.products.filter(({ id, version, standing }) => standing === 'gone' && actual.get(id) === version),
  }
}

const isSettled = (wanted: Wanted, actual: number | undefined, now: IndexVersion | undefined): boolean => {
  if (now === undefined) return actual === undefined
  if (actual === undefined) return now.standing === 'gone'
  return actual >= wanted.version && actual <= now.version
}

/**
 * Those of the products whose documents have still not come to the version that was wanted. A product that goes on changing
 * is settled once the index has got so far; one whose document is ahead of the product never is.
 */
export const stillUnsettled = async (
  db: Database,
  engine: OpenSearch,
  index: string,
  wanted: readonly Wanted[],
): Promise<Wanted[]> => {
  if (wanted.length === 0) return []
  const ids = wanted.map(({ id }) => id)
  // The index first: what it has by now, the products have had before.
  const actual = await versionsOf(engine, index, ids)
  const now = new Map((await readVersionsOf(db, ids)).map((one) => [one.id, one]))
  return wanted.filter((one) => !isSettled(one, actual.get(one.id), now.get(one.id)))
}
