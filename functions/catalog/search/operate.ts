import { operatorIdOf, recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { revisionOf, staleRevision } from '@korob/platform/preconditions'
import type { Actor } from '@korob/platform/tokens'
import { fold } from '../domain/query/fold.ts'
import { deedOn } from '../operator/record-change.ts'
import { findSearchQueries, type SearchTrouble } from '../store/search-queries.ts'
import {
  deleteSynonym,
  findSynonyms,
  insertSynonym,
  lockSynonym,
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

const put = async (id: string, names: readonly string[], headers: Headers, operatorId: string): Promise<HttpAnswer> => {
  const different = [...new Map(names.map((name) => [fold(name), name])).values()]
  if (different.length < 2) throw invalidField('names', 'must be at least two different names')
  const revision = headers['if-match'] === undefined ? undefined : revisionOf(headers)
  const group = await transaction(async (tx) => {
    const before = await lockSynonym(tx, id)
    const written = await (revision === undefined
      ? insertSynonym(tx, id, different)
      : updateSynonym(tx, id, different, revision))
    if (!written) return undefined
    const changes = { ...(before && { before: { names: before.names } }), after: { names: different } }
    await recordAction(tx, { ...deedOn('synonyms', id, operatorId, 'put'), ...changes })
    return written
  })
  if (!group) throw await refusal(id)
  return changed(group)
}

const remove = async (id: string, headers: Headers, operatorId: string): Promise<HttpAnswer> => {
  const revision = revisionOf(headers)
  const isGone = await transaction(async (tx) => {
    const known = await lockSynonym(tx, id)
    if (!known || (await deleteSynonym(tx, id, revision)) === 0) return false
    const before = { names: known.names }
    await recordAction(tx, { ...deedOn('synonyms', id, operatorId, 'delete'), before })
    return true
  })
  if (!isGone) throw await refusal(id)
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
    actor,
  }: {
    params: { synonymId: string }
    headers: Headers
    body: { names: string[] }
    actor: Actor
  }) => put(params.synonymId, body.names, headers, operatorIdOf(actor)),
  deleteSynonym: ({ params, headers, actor }: { params: { synonymId: string }; headers: Headers; actor: Actor }) =>
    remove(params.synonymId, headers, operatorIdOf(actor)),
  listSearchQueries: async ({
    query,
  }: {
    query: { problem?: SearchTrouble | undefined; days: number; limit: number }
  }) => ({ queries: await findSearchQueries(query.problem, query.days, query.limit) }),
}
