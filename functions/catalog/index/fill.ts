import type { Transaction } from '@korob/platform/database'
import type { OpenSearch } from '@korob/platform/opensearch'
import { readIndexedProductsAfter } from '../store/index-documents.ts'
import { beginPhase, noteFilled, type SearchIndex, setState } from '../store/search-indices.ts'
import { fillPage } from './page-sizes.ts'
import { createIndex, indexExists, openForSearch } from './product-index.ts'
import { writeDocuments } from './write-documents.ts'

/** Writes products to a new index in id order until the time is up or all are in; the place it has come to is kept. */
export const fill = async (tx: Transaction, engine: OpenSearch, build: SearchIndex, untilMs: number): Promise<void> => {
  const { name } = build
  const pageSize = fillPage()
  let cursor = build.cursor
  if (!(await indexExists(engine, name))) {
    // The first step of all, or somebody has taken the index away under us: then all of it has to be written again.
    await createIndex(engine, name)
    if (cursor !== null) await beginPhase(tx, name, 'filling', build.purpose)
    cursor = null
  }
  let page = await readIndexedProductsAfter(tx, cursor, pageSize)
  while (page.length > 0) {
    const last = page.at(-1)?.id ?? ''
    const isLast = page.length < pageSize
    // The engine writes one page while the database reads the next.
    const writing = writeDocuments(engine, [name], page)
    const [refused, next] = await Promise.all([writing, isLast ? [] : readIndexedProductsAfter(tx, last, pageSize)])
    const [lasting] = refused.filter(({ passing, missing }) => !passing && !missing)
    if (lasting) {
      await setState(tx, name, 'refused', `the index refuses product ${lasting.id}: ${lasting.reason}`)
      return
    }
    if (refused[0]) throw new Error(`${refused.length} documents not written yet: ${refused[0].reason}`)
    await noteFilled(tx, name, last, page.length)
    if (Date.now() >= untilMs && next.length > 0) return
    page = next
  }
  await openForSearch(engine, name)
  await beginPhase(tx, name, 'verifying', build.purpose)
}
