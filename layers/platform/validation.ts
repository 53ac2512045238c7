import type { FieldError } from './errors.ts'
import { invalidField, Problem } from './errors.ts'
import type { z } from './schema.ts'

const fieldErrors = (error: z.ZodError, whole: string): FieldError[] =>
  error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.') || whole, message: issue.message }))

// NUL can't be stored in PostgreSQL's text and jsonb; a lone surrogate is no character at all.
const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

const faultOf = (text: string): string | undefined => {
  if (isUnstorable(text)) return 'has characters that are none'
  // What a decoder puts for bytes that are no UTF-8; what they were is lost.
  return text.includes('\ufffd') ? 'has bytes that are not UTF-8' : undefined
}

// What we take nests six deep at most. Brackets cost a client two bytes each, and us a frame of the stack.
const maxDepth = 32

/** Throws `invalid_request` naming what in the JSON value is no text that could be stored, or is nested without end. */
export const refuseUnstorable = (value: unknown, whole: string, path: readonly string[] = []): void => {
  const field = path.join('.') || whole
  const fault = typeof value === 'string' ? faultOf(value) : undefined
  if (fault) throw invalidField(field, fault)
  if (typeof value !== 'object' || value === null) return
  if (path.length === maxDepth) throw invalidField(path[0] ?? whole, 'is nested too deeply')
  for (const [key, inner] of Object.entries(value)) {
    const faultOfKey = faultOf(key)
    if (faultOfKey) throw invalidField(field, `has a field whose name ${faultOfKey}`)
    refuseUnstorable(inner, whole, [...path, key])
  }
}

/** The value as its schema makes it; throws `invalid_request` naming each wrong field. `whole` names the value itself. */
export const parseOrRefuse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> => {
  const result = schema.safeParse(value)
  if (!result.success) throw new Problem('invalid_request', { errors: fieldErrors(result.error, whole) })
  return result.data
}
