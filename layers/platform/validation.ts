import type { FieldError } from './errors.ts'
import { invalidField, Problem } from './errors.ts'
import type { z } from './schema.ts'

const fieldErrors = (error: z.ZodError, whole: string): FieldError[] =>
  error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.') || whole, message: issue.message }))

// NUL can't be stored in PostgreSQL's text and jsonb; a lone surrogate is no character at all.
const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed()

// What we take nests six deep at most. Brackets cost a client two bytes each, and us a frame of the stack.
const maxDepth = 32

/** Throws `invalid_request` naming what in the JSON value no database could store, or is nested without end. */
export const refuseUnstorable = (value: unknown, whole: string, path: readonly string[] = []): void => {
  const field = path.join('.') || whole
  if (typeof value === 'string' && isUnstorable(value)) throw invalidField(field, 'has characters that are none')
  if (typeof value !== 'object' || value === null) return
  if (path.length === maxDepth) throw invalidField(path[0] ?? whole, 'is nested too deeply')
  for (const [key, inner] of Object.entries(value)) {
    if (isUnstorable(key)) throw invalidField(field, 'has a field whose name has characters that are none')
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
