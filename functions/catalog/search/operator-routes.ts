import { ifMatch, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { instant, uuid, z } from '@korob/platform/schema'

const name = z
  .string()
  .max(400)
  .transform((value) => value.normalize('NFC').replaceAll(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(100)
      .regex(/[\p{L}\p{N}]/u, 'must have a letter or digit'),
  )

export const synonym = z
  .object({
    id: z.uuid(),
    names: z.array(z.string()).describe('Any of them finds the others'),
    revision: z.int().describe('Counts edits; its ETag'),
    updatedAt: instant,
  })
  .meta({ id: 'SynonymGroup' })

const example: z.infer<typeof synonym> = {
  id: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b12',
  names: ['диван', 'софа', 'sofa', 'couch'],
  revision: 1,
  updatedAt: '2026-11-20T08:00:00.000Z',
}

const params = z.object({ synonymId: uuid.describe('Chosen by whoever makes the group') })
const etag = { etag: { description: 'The revision', schema: z.string() } }

const searchQuery = z
  .object({
    query: z.string().describe('Folded words'),
    problem: z.enum(['nothing', 'slow']),
    searches: z.int().min(1),
    slowestMs: z.int().min(0),
    lastAt: instant,
  })
  .meta({ id: 'SearchQueryRecord' })

const days = z
  .string()
  .regex(/^\d{1,2}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(90))
const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(200))

/** What operators do about search. */
export const operatorSearchRoutes = defineRoutes({
  listSynonyms: {
    method: 'GET',
    path: '/api/operator/synonyms',
    access: 'operator',
    audience: 'operator',
    operationId: 'listSynonyms',
    summary: 'List the synonyms',
    description:
      'All groups of names for one thing. A search for any of them finds the others, in the index and without it.',
    examples: { all: {} },
    answers: {
      200: {
        description: 'The groups, by their first names',
        schema: z.object({ synonyms: z.array(synonym) }).meta({ id: 'SynonymGroups' }),
        example: { synonyms: [example] },
      },
    },
  },
  putSynonym: {
    method: 'PUT',
    path: '/api/operator/synonyms/{synonymId}',
    access: 'operator',
    audience: 'operator',
    operationId: 'putSynonym',
    summary: 'Make or change a group of synonyms',
    description: 'In effect within seconds. A change names in If-Match what it changes; a new group has none.',
    params,
    headers: ifMatch,
    body: z.object({ names: z.array(name).min(2).max(30) }),
    examples: {
      'a new group': { params: { synonymId: example.id }, body: { names: [...example.names] } },
      'a change': {
        params: { synonymId: example.id },
        headers: { 'if-match': '"1"' },
        body: { names: [...example.names, 'диванчик'] },
      },
    },
    answers: { 200: { description: 'The group as it is now', schema: synonym, headers: etag, example } },
    errors: ['not_found', 'precondition_failed'],
    errorDetails: staleDetails,
  },
  deleteSynonym: {
    method: 'DELETE',
    path: '/api/operator/synonyms/{synonymId}',
    access: 'operator',
    audience: 'operator',
    operationId: 'deleteSynonym',
    summary: 'Delete a group of synonyms',
    description: 'In effect within seconds.',
    params,
    headers: ifMatch,
    examples: { one: { params: { synonymId: example.id }, headers: { 'if-match': '"1"' } } },
    answers: { 204: { description: 'It is gone' } },
    errors: ofChange,
    errorDetails: staleDetails,
  },
  listSearchQueries: {
    method: 'GET',
    path: '/api/operator/search-queries',
    access: 'operator',
    audience: 'operator',
    operationId: 'listSearchQueries',
    summary: 'List searches that went wrong',
    description:
      'Those that found nothing and those that took long, the most frequent first. Words only: nothing of who searched, and no query that may be a phone number or an address.',
    query: z.object({
      problem: z.enum(['nothing', 'slow']).optional().describe('Both unless given'),
      days: days.default(7).describe('Of the last days, today included'),
      limit: limit.default(50).describe('Queries in the answer'),
    }),
    examples: { 'nothing was found': { query: { problem: 'nothing', days: '30', limit: '20' } } },
    answers: {
      200: {
        description: 'Queries with how often they were searched for',
        schema: z.object({ queries: z.array(searchQuery) }).meta({ id: 'SearchQueryRecords' }),
        example: {
          queries: [
            { query: 'самокат', problem: 'nothing', searches: 12, slowestMs: 41, lastAt: '2026-11-20T08:00:00.000Z' },
          ],
        },
      },
    },
  },
})
