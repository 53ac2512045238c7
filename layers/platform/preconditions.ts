import { invalidField, Problem } from './errors.ts'
import { z } from './schema.ts'

/** Headers of a request that changes what others may be changing too. https://www.rfc-editor.org/rfc/rfc9110#field.if-match */
export const ifMatch = z.object({
  'if-match': z.string().max(100).optional().describe('The ETag of what is to be changed'),
})

/** The header of an answer that has a revision. */
export const etagHeader = {
  etag: { description: 'Of this revision, for If-Match', schema: z.string().regex(/^"\d+"$/) },
} as const

/** Errors of a change that names the revision it is made to. */
export const ofChange = ['not_found', 'precondition_failed', 'precondition_required'] as const

/** The ETag of a revision. */
export const etagOfRevision = (revision: number): string => `"${revision}"`

/** The revision that an If-Match header names. @throws Problem `precondition_required` without one, `invalid_request` if it is no ETag of ours */
export const revisionOf = (headers: z.output<typeof ifMatch>): number => {
  const given = headers['if-match']?.trim()
  if (!given) throw new Problem('precondition_required')
  // A proxy that compresses makes a strong ETag a weak one.
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(given)?.[1]
  if (revision === undefined) throw invalidField('if-match', 'must be the ETag of what is changed, such as "3"')
  return Number(revision)
}

/** Somebody was quicker. @param actual the revision there is now */
export const staleRevision = (actual: number): Problem =>
  new Problem('precondition_failed', { details: { revision: actual } })

/** Throws `precondition_failed` when the revision isn't the one that was to be changed. */
export const requireRevision = (wanted: number, actual: number): void => {
  if (wanted !== actual) throw staleRevision(actual)
}

/** What a 412 tells, for a route's `errorDetails`. */
export const staleDetails = {
  precondition_failed: {
    schema: z.object({ revision: z.int().describe('What it is now') }),
    example: { revision: 4 },
  },
} as const
