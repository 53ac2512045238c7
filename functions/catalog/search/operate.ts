import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { fold } from '../domain/query/fold.ts'
import { findSearchQueries, type SearchTrouble } from '../store/search-queries.ts'
import {
  deleteSynonym,
  findSynonyms,
  hasSynonym,
  insertSynonym,
  type SynonymRow,
  updateSynonym,
} from '../store/synonyms.ts'
import { forgetSearchSettings } from './settings.ts'

const revisionIn = (etag: string): number => Number(etag.slice(1, -1))

// Somebody else was quicker, or it isn't there (any more).
const refusal = async (id: string): Promise<Problem> =>
  new Problem((await hasSynonym(id)) ? 'precondition_failed' : 'not_found')

const changed = (group: SynonymRow): HttpAnswer => {
  forgetSearchSettings()
  return new HttpAnswer(200, group, { etag: `"${group.revision}"` })
}

const put = async (id: string, names: readonly string[], ifMatch: string | undefined): Promise<HttpAnswer> => {
  const different = [...new Map(names.map((name) => [fold(name), name])).values()]
  if (different.length < 2) throw invalidField('names', 'must be at least two different names')
  const group =
    ifMatch === undefined ? await insertSynonym(id, different) : await updateSynonym(id, different, revisionIn(ifMatch))
  if (!group) throw await refusal(id)
  return changed(group)
}

const remove = async (id: string, ifMatch: string): Promise<HttpAnswer> => {
  if ((await deleteSynonym(id, revisionIn(ifMatch))) === 0) throw await refusal(id)
  forgetSearchSettings()
  return new HttpAnswer(204)
}

/** The handlers of `operatorSearchRoutes`. */
export const operateSearch = {
  listSynonyms: async () => ({ synonyms: await findSynonyms() }),
  putSynonym: ({
    params,
    headers,
    body,
  }: {
    params: { synonymId: string }
    headers: { 'if-match'?: string | undefined }
    body: { names: string[] }
  }) => put(params.synonymId, body.names, headers['if-match']),
  deleteSynonym: ({ params, headers }: { params: { synonymId: string }; headers: { 'if-match': string } }) =>
    remove(params.synonymId, headers['if-match']),
  listSearchQueries: async ({
    query,
  }: {
    query: { problem?: SearchTrouble | undefined; days: number; limit: number }
  }) => ({ queries: await findSearchQueries(query.problem, query.days, query.limit) }),
}
