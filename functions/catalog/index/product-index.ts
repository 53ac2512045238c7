import { indexName, type OpenSearch, OpenSearchFailed } from '@korob/platform/opensearch'
import { productIndex } from './mapping.ts'
import { mappingHash } from './mapping-hash.ts'

/** The name searches use; it points at the index in service. */
export const productAlias = (): string => indexName('products')

/**
 * The name writes use. It is an alias because writes can be told to go to nothing else: one to the name of an index that
 * is gone would make an index of that name, with no mapping.
 */
export const writeAlias = (name: string): string => indexName(`${name}-write`)

const timeoutMs = 30_000

const unlessMissing = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof OpenSearchFailed && error.status === 404) return undefined
    throw error
  }
}

const plain = (name: string): string => name.slice(indexName('').length)

/** The index that searches read, without the installation's prefix. */
export const servedIndex = async (engine: OpenSearch): Promise<string | undefined> => {
  const path = `/_alias/${productAlias()}`
  const found = await unlessMissing(engine.request<Record<string, unknown>>({ method: 'GET', path, timeoutMs }))
  const [name] = Object.keys(found ?? {})
  return name === undefined ? undefined : plain(name)
}

/** Whether it is there and can be written to. */
export const indexExists = async (engine: OpenSearch, name: string): Promise<boolean> =>
  (await unlessMissing(engine.request({ method: 'GET', path: `/_alias/${writeAlias(name)}`, timeoutMs }))) !== undefined

/** Makes an index that nobody searches yet: it shows what it is given only after `openForSearch`. */
export const createIndex = async (engine: OpenSearch, name: string): Promise<void> => {
  try {
    await engine.request({
      method: 'PUT',
      path: `/${indexName(name)}`,
      body: {
        settings: { ...productIndex.settings, refresh_interval: '-1' },
        mappings: { ...productIndex.mappings, _meta: { mappingHash } },
        aliases: { [writeAlias(name)]: {} },
      },
      timeoutMs,
    })
  } catch (error) {
    // Another environment was quicker.
    if (!(error instanceof OpenSearchFailed) || error.status !== 400 || !(await indexExists(engine, name))) throw error
  }
}

/** The hash of what an index was made with; empty where it doesn't say. */
export const mappingOf = async (engine: OpenSearch, name: string): Promise<string> => {
  const path = `/${indexName(name)}/_mapping`
  const answer = await engine.request<Record<string, { mappings: { _meta?: { mappingHash?: string } } }>>({
    method: 'GET',
    path,
    timeoutMs,
  })
  return answer[indexName(name)]?.mappings._meta?.mappingHash ?? ''
}

export const openForSearch = async (engine: OpenSearch, name: string): Promise<void> => {
  const body = { index: { refresh_interval: null } }
  await engine.request({ method: 'PUT', path: `/${indexName(name)}/_settings`, body, timeoutMs })
  await engine.request({ method: 'POST', path: `/${indexName(name)}/_refresh`, timeoutMs: 60_000 })
}

/** Gives an index the alias that writes go through. */
export const addWriteAlias = async (engine: OpenSearch, name: string): Promise<void> => {
  const actions = [{ add: { index: indexName(name), alias: writeAlias(name) } }]
  await engine.request({ method: 'POST', path: '/_aliases', body: { actions }, timeoutMs })
}

/**
 * Has searches read this index and no other, in one request: at no time do they find none, or two. Again, changes nothing.
 * An index that bears the alias's own name, made by somebody's stray write, gives way.
 */
export const serveIndex = async (engine: OpenSearch, name: string): Promise<void> => {
  const alias = productAlias()
  const bearers = await unlessMissing(
    engine.request<Record<string, unknown>>({ method: 'GET', path: `/_alias/${alias}`, timeoutMs }),
  )
  const squats =
    !bearers && (await unlessMissing(engine.request({ method: 'GET', path: `/${alias}/_mapping`, timeoutMs })))
  const others = Object.keys(bearers ?? {}).filter((bearer) => bearer !== indexName(name))
  const actions = [
    ...(squats ? [{ remove_index: { index: alias } }] : []),
    ...others.map((index) => ({ remove: { index, alias } })),
    { add: { index: indexName(name), alias } },
  ]
  await engine.request({ method: 'POST', path: '/_aliases', body: { actions }, timeoutMs })
  const served = await servedIndex(engine)
  if (served !== name) throw new Error(`${alias} points at ${served}, not at ${name}`)
}

/** Deletes an index that isn't in service. */
export const removeIndex = async (engine: OpenSearch, name: string): Promise<void> => {
  if ((await servedIndex(engine)) === name) throw new Error(`${name} is in service`)
  await unlessMissing(engine.request({ method: 'DELETE', path: `/${indexName(name)}`, timeoutMs }))
}
