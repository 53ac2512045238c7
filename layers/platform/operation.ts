import { setting } from './config.ts'
import { contextFrom, currentContext, withContext } from './context.ts'
import { type ErrorCode, Problem, type ProblemOptions } from './errors.ts'
import { InvokeFailed, invoke } from './invoke.ts'
import { middleware } from './middleware.ts'
import { logger } from './observability.ts'
import { nudgeRelay } from './relay-nudge.ts'
import { z } from './schema.ts'

/** An internal operation of a service that other services call by Lambda Invoke. */
export interface OperationDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly service: string
  /** The function that serves it; its name is in the caller's setting FUNCTION_<SERVICE>_<FUNCTION>. */
  readonly function: string
  readonly name: string
  readonly description: string
  readonly input: Input
  readonly output: Output
  /** Refusals the caller must expect. */
  readonly refusals: readonly ErrorCode[]
  /** How long a caller waits, milliseconds. */
  readonly timeoutMs: number
}

export const defineOperation = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
): OperationDefinition<Input, Output> => definition

const request = z.object({
  operation: z.string(),
  input: z.unknown(),
  context: z.object({ correlationId: z.string(), traceparent: z.string() }).optional(),
})

type Answer =
  | { ok: true; output: unknown }
  | { ok: false; code: ErrorCode; errors: ProblemOptions['errors']; details: Record<string, unknown> }

type Served = { definition: OperationDefinition; work: (input: never) => Promise<unknown> }

/** Pairs an operation with the code that serves it. */
export const serve = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  work: (input: z.output<Input>) => Promise<z.input<Output>>,
): Served => ({ definition, work })

/** The Lambda handler for a group of operations. A `Problem` is answered as a refusal; anything else fails the call. */
export const operations = (...served: Served[]) => {
  const byName = new Map(served.map((one) => [one.definition.name, one]))
  return middleware(async (event: unknown): Promise<Answer> => {
    const { operation, input, context } = request.parse(event)
    const found = byName.get(operation)
    if (!found) throw new Error(`no operation '${operation}' here`)
    return withContext(contextFrom(context?.correlationId, context?.traceparent), async () => {
      try {
        const output = await found.work(found.definition.input.parse(input) as never)
        return { ok: true, output }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        logger.info('refused', { operation, code: error.code })
        return { ok: false, code: error.code, errors: error.errors, details: error.details }
      } finally {
        await nudgeRelay.send()
      }
    })
  })
}

const functionName = (definition: OperationDefinition): string =>
  setting(`FUNCTION_${definition.service}_${definition.function}`.toUpperCase().replaceAll('-', '_'))

/**
 * Calls another service's operation.
 * @param limitMs how long to wait, if the caller has less time than the operation allows
 * @throws Problem when it refuses: a definite answer
 * @throws InvokeFailed when it can't be known whether it was done; operations are idempotent, so call again or give up by their tombstones
 */
export const call = async <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  limitMs: number = definition.timeoutMs,
): Promise<z.output<Output>> => {
  const payload = { operation: definition.name, input, context: currentContext() }
  const answer = (await invoke(
    functionName(definition),
    payload,
    Math.max(1, Math.min(limitMs, definition.timeoutMs)),
  )) as Answer
  if (answer.ok) {
    const output = definition.output.safeParse(answer.output)
    if (!output.success) throw new InvokeFailed(`${definition.name} answered in another shape: ${output.error.message}`)
    return output.data
  }
  throw new Problem(answer.code, { errors: answer.errors, details: answer.details })
}
