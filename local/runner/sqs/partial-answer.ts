import { isObject, type Json } from '../assembly/template.ts'

export type BatchVerdict = { failed: Set<string> } | 'all-failed'

/**
 * Reads an answer with `batchItemFailures`. An empty one means success; anything that can't be understood fails the whole
 * batch. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function readPartialAnswer(payload: string, messageIds: Set<string>): BatchVerdict {
  const answer = JSON.parse(payload) as Json
  if (answer === null || (isObject(answer) && Object.keys(answer).length === 0)) return { failed: new Set() }
  if (!isObject(answer)) return 'all-failed'
  const failures = answer.batchItemFailures
  if (failures === undefined || failures === null) return { failed: new Set() }
  if (!Array.isArray(failures)) return 'all-failed'
  const failed = new Set<string>()
  for (const failure of failures) {
    const id = isObject(failure) ? failure.itemIdentifier : undefined
    if (typeof id !== 'string' || !messageIds.has(id)) return 'all-failed'
    failed.add(id)
  }
  return { failed }
}
