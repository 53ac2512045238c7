import { Problem } from '@korob/platform/errors'
import { InvokeFailed } from '@korob/platform/invoke'
import { logger } from '@korob/platform/observability'
import { call, type OperationDefinition } from '@korob/platform/operation'
import type { z } from '@korob/platform/schema'
import type { Outcome } from '../domain/outcome.ts'

/** Calls an operation and tells a refusal from an outcome that nobody knows. Other errors are ours, and thrown. */
export const attempt = async <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  limitMs: number,
): Promise<Outcome<z.output<Output>>> => {
  try {
    return { kind: 'done', value: await call(definition, input, limitMs) }
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error }
    if (!(error instanceof InvokeFailed)) throw error
    logger.warn('call without an answer', {
      callee: definition.service,
      operation: definition.name,
      error: error.message,
    })
    return { kind: 'unknown', reason: error.message }
  }
}
