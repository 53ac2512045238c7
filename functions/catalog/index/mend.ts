import { database, transaction } from '@korob/platform/database'
import type { OpenSearch } from '@korob/platform/opensearch'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { readIndexedProducts } from '../store/index-documents.ts'
import { overtakeVersions, readVersionsOf } from '../store/index-versions.ts'
import type { Wanted } from '../store/search-indices.ts'
import { versionsOf } from './versions.ts'
import { deleteDocuments, type Refusal, writeDocuments } from './write-documents.ts'

/** So many whole documents are in memory at once. */
const atOnce = 500

const mendSome = async (engine: OpenSearch, index: string, ids: readonly string[]): Promise<Refusal[]> => {
  const written = await writeDocuments(engine, [index], await readIndexedProducts(ids))
  const actual = [...(await versionsOf(engine, index, ids))].map(([id, version]) => ({ id, version }))
  const known = new Map((await readVersionsOf(database, ids)).map(({ id, version }) => [id, version]))
  const strangers = actual.filter(({ id }) => !known.has(id))
  const ahead = actual.filter(({ id, version }: Wanted) => version > (known.get(id) ?? version))
  if (ahead.length > 0) {
    await transaction((tx) => overtakeVersions(tx, ahead))
    nudgeRelay.request()
  }
  return [...written, ...(await deleteDocuments(engine, index, strangers))]
}

/** Makes an index show these products as they are; answers what it refused. */
export const mendDocuments = async (engine: OpenSearch, index: string, ids: readonly string[]): Promise<Refusal[]> => {
  const refusals: Refusal[] = []
  for (let at = 0; at < ids.length; at += atOnce)
    refusals.push(...(await mendSome(engine, index, ids.slice(at, at + atOnce))))
  return refusals
}
