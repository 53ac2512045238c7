import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { revisionOf, staleRevision } from '@korob/platform/preconditions'
import { fold } from '../domain/query/fold.ts'
import { findSearchQueries, type SearchTrouble } from '../store/search-queries.ts'
import {
  deleteSynonym,
  findSynonyms,
  insertSynonym,
  revisionOfSynonym,
  type SynonymRow,
  updateSynonym,
} from '../store/synonyms.ts'
import { forgetSearchSettings } from './settings.ts'

// Somebody else was quicker, or it isn't there (any more).
const refusal = async (id: string): Promise<Problem> => {
  const revision = await revisionOfSynonym(id)
  return revision === undefined ? new Problem('not_found') : staleRevision(revision)
}

const changed = (group: SynonymRow): HttpAnswer => {
  forgetSearchSettings()
  return new HttpAnswer(200, group, { etag: `"${group.revision}"` })
}

type Headers = { 'if-match'?: string | undefined }

const put = async (id: string, names: readonly string[], headers: Headers): Promise<HttpAnswer> => {
  const different = [...new Map(names.map((name) => [fold(name), name])).values()]
  if (different.length < 2) throw invalidField('names', 'must be at least two different names')
  const group =
    headers['if-match'] === undefined
      ? await insertSynonym(id, different)
      : await updateSynonym(id, different, revisionOf(headers))
  if (!group) throw await refusal(id)
  return changed(group)
}

const remove = async (id: string, headers: Headers): Promise<HttpAnswer> => {
  if ((await deleteSynonym(id, revisionOf(headers))) === 0) throw await refusal(id)
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
    headers: Headers
    body: { names: string[] }
  }) => put(params.synonymId, body.names, headers),
  deleteSynonym: ({ params, headers }: { params: { synonymId: string }; headers: Headers }) =>
    remove(params.synonymId, headers),
  listSearchQueries: async ({
    query,
  }: {
    query: { problem?: SearchTrouble | undefined; days: number; limit: number }
  }) => ({ queries: await findSearchQueries(query.problem, query.days, query.limit) }),
}
