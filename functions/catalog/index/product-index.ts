import { logger } from '@korob/platform/observability'
import { indexName, type OpenSearch, OpenSearchFailed } from '@korob/platform/opensearch'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { type IndexedProduct, indexAllProducts } from '../store/index-documents.ts'
import { productDocument } from './document.ts'
import { productIndex } from './mapping.ts'

const timeoutMs = 10_000

/** The name searches and writes use; it points at the index in service. */
export const productAlias = (): string => indexName('products')

const aliasExists = async (engine: OpenSearch): Promise<boolean> => {
  try {
    await engine.request({ method: 'GET', path: `/_alias/${productAlias()}`, timeoutMs })
    return true
  } catch (error) {
    if (error instanceof OpenSearchFailed && error.status === 404) return false
    throw error
  }
}

const createIndex = async (engine: OpenSearch): Promise<void> => {
  // First the ids, then the index: stopped in between, the next to come begins again; the other way round the index
  // would stay empty.
  await indexAllProducts()
  nudgeRelay.request()
  try {
    await engine.request({
      method: 'PUT',
      path: `/${indexName('products-v1')}`,
      body: { ...productIndex, aliases: { [productAlias()]: {} } },
      timeoutMs: 30_000,
    })
    logger.info('product index created')
  } catch (error) {
    // Another environment was quicker.
    if (!(error instanceof OpenSearchFailed) || error.status !== 400 || !(await aliasExists(engine))) throw error
  }
}

let ready: { engine: OpenSearch; alias: string; done: Promise<void> } | undefined

/** Makes sure that there is an index behind the alias; a new one is filled through the outbox. Asks once an environment. */
export const ensureProductIndex = (engine: OpenSearch): Promise<void> => {
  const alias = productAlias()
  if (ready?.engine === engine && ready.alias === alias) return ready.done
  const done = aliasExists(engine).then((exists) => (exists ? undefined : createIndex(engine)))
  ready = { engine, alias, done }
  done.catch(forgetProductIndex)
  return done
}

/** The next writer looks again: the index was lost, or could not be looked for. */
export const forgetProductIndex = (): void => {
  ready = undefined
}

interface BulkAnswer {
  items: { index: { _id: string; status: number; error?: { type: string; reason: string } } }[]
}

/** Writes whole documents unless newer ones are there; answers those that failed: id → reason. */
export const writeProducts = async (
  engine: OpenSearch,
  products: readonly IndexedProduct[],
): Promise<Map<string, string>> => {
  if (products.length === 0) return new Map()
  const answer = await engine.request<BulkAnswer>({
    method: 'POST',
    path: '/_bulk',
    // Without it a write to a missing alias would make an index of that name, with no mapping.
    query: { require_alias: true },
    lines: products.flatMap((product) => [
      {
        index: { _index: productAlias(), _id: product.id, version: product.indexVersion, version_type: 'external_gte' },
      },
      productDocument(product),
    ]),
    timeoutMs,
  })
  const failed = new Map<string, string>()
  for (const { index } of answer.items) {
    // 409: the index has a newer version already.
    if (index.status < 300 || index.status === 409) continue
    if (index.status === 404) forgetProductIndex()
    failed.set(index._id, `${index.status} ${index.error?.type}: ${index.error?.reason}`)
  }
  return failed
}
