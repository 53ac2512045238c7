import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asObject, asText, isObject, type Json, type JsonObject } from '../assembly/template.ts'
import { errorText } from '../log.ts'
import { compilePattern } from './pattern.ts'

export type Filter = {
  /** As the template has them: what tells a changed filter from the same one. */
  patterns: string[]
  /** Whether a record reaches the function, told by its content. */
  passes(content: string): boolean
}

/**
 * The filters of a mapping, of which one must match; `undefined` without any. `key` holds the content of a record: it is
 * all that filters of queues may ask for. Content and pattern must both be JSON or both be text, else the record is dropped.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function readFilter(resource: Resource, key: 'body' | 'data'): Filter | undefined {
  const patterns = asList(asObject(resource.properties.FilterCriteria).Filters).map(
    (filter) => asText(asObject(filter).Pattern) ?? '',
  )
  const filters = patterns.map((pattern) => {
    try {
      return compileFilter(pattern, key)
    } catch (error) {
      throw new ResourceError(resource, errorText(error), { cause: error })
    }
  })
  if (filters.length === 0) return undefined
  return { patterns, passes: (content) => filters.some((passes) => passes(content)) }
}

function compileFilter(text: string, key: string): Filter['passes'] {
  const pattern = parse(text)
  const matches = compilePattern(pattern)
  const { [key]: wanted, ...others } = pattern as JsonObject
  if (wanted === undefined || Object.keys(others).length > 0) {
    throw new Error(`Filters of this source may ask for its ${key} only: ${text}`)
  }
  return (content) => {
    const value = parse(content)
    const isJson = typeof value !== 'string'
    return isJson === isObject(wanted) && matches({ [key]: value })
  }
}

/** Objects and lists are JSON; all else is text. */
function parse(text: string): Json {
  try {
    const value = JSON.parse(text) as Json
    return typeof value === 'object' && value !== null ? value : text
  } catch {
    return text
  }
}
