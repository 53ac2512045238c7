import type { FieldError } from './errors.ts'
import { Problem } from './errors.ts'
import type { z } from './schema.ts'

const fieldErrors = (error: z.ZodError, whole: string): FieldError[] =>
  error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.') || whole, message: issue.message }))

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
