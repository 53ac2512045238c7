import { indexName } from '@korob/platform/opensearch'
import type pg from 'pg'
import { handler } from '../../../functions/catalog/handlers/search-index.ts'
import type { Action, CommandAnswer } from '../../../functions/catalog/index/command.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { request } from './index.ts'

/** What the deployed function answers to this. */
export const order = (action: Action): Promise<CommandAnswer> =>
  handler({ action }, lambdaContext()) as Promise<CommandAnswer>

/** Goes on until nothing is being built; answers how it ended. */
export const finish = async (): Promise<CommandAnswer> => {
  for (;;) {
    const answer = await order('advance')
    if (answer.advance === 'idle') return answer
  }
}

/** Rebuilds from beginning to end; answers the new index. */
export const rebuild = async (): Promise<string> => {
  const { begun } = await order('rebuild')
  const { serving, last } = await finish()
  if (!begun || !serving || last?.name !== serving) throw new Error(`not rebuilt: ${JSON.stringify(last)}`)
  return serving
}

interface Document {
  _version: number
  found: boolean
  _source?: { visible: boolean; hit?: { priceMinor: number; slug: string; availability: string } }
}

/** A product's document in one index; undefined when there is none. */
export const documentIn = async (index: string, id: string): Promise<Document | undefined> => {
  const [document] = (await request<{ docs: Document[] }>('POST', `/${indexName(index)}/_mget`, { ids: [id] })).docs
  return document?.found ? document : undefined
}

/** Loses a document as a broken index might: without a trace. One that is deleted without its version leaves a newer one behind for a minute. */
export const loseDocument = async (index: string, id: string): Promise<void> => {
  const version = (await documentIn(index, id))?._version ?? 1
  const how = `version=${version}&version_type=external_gte&refresh=true`
  await request('DELETE', `/${indexName(index)}/_doc/${id}?${how}`)
}

/** id → version of all that an index holds, searched or not. */
export const holdingsOf = async (index: string): Promise<Map<string, number>> => {
  await request('POST', `/${indexName(index)}/_refresh`)
  const { hits } = await request<{ hits: { hits: { _id: string; _version: number }[] } }>(
    'POST',
    `/${indexName(index)}/_search`,
    { size: 10_000, version: true, _source: false },
  )
  return new Map(hits.hits.map(({ _id, _version }) => [_id, _version]))
}

/** id → version of all products. */
export const versionsOf = async (admin: pg.Client): Promise<Map<string, number>> => {
  const { rows } = await admin.query<{ id: string; version: string }>(
    'select product_id as id, index_version as version from catalog.stock',
  )
  return new Map(rows.map(({ id, version }) => [id, Number(version)]))
}

/** The indices of this installation that the engine has. */
export const indicesThere = async (): Promise<string[]> =>
  Object.keys(await request<object>('GET', `/${indexName('products-*')}/_alias`)).map((name) =>
    name.slice(indexName('').length),
  )

/** What a killed process leaves behind of its connections to the database. */
export const endSessions = (admin: pg.Client): Promise<unknown> =>
  admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'catalog' and datname = current_database()`,
  )
