import { Problem } from '@korob/platform/errors'
import type { OperationDefinition } from '@korob/platform/operation'
import { recordsOf } from '@korob/platform/records'
import type { z } from '@korob/platform/schema'
import { attempt } from './attempt.ts'

export const services = ['backend', 'catalog', 'orders', 'delivery', 'notifications'] as const
export type Service = (typeof services)[number]
type Records = ReturnType<typeof recordsOf>

/** Asks one service. @throws Problem unavailable when it doesn't answer */
export const askRecords = async <Input extends z.ZodType, Output extends z.ZodType>(
  service: Service,
  pick: (records: Records) => OperationDefinition<Input, Output>,
  input: z.input<Input>,
): Promise<z.output<Output>> => {
  const definition = pick(recordsOf(service))
  const outcome = await attempt(definition, input, definition.timeoutMs)
  if (outcome.kind === 'done') return outcome.value
  if (outcome.kind === 'refused') throw outcome.problem
  throw new Problem('unavailable', { retryAfterSeconds: 3, cause: new Error(outcome.reason) })
}

/** Asks all services side by side; one that is away keeps nobody from the answers of the others. */
export const askAllRecords = async <Input extends z.ZodType, Output extends z.ZodType>(
  pick: (records: Records) => OperationDefinition<Input, Output>,
  input: z.input<Input>,
): Promise<{ answers: { service: Service; answer: z.output<Output> }[]; unreachable: Service[] }> => {
  const asked = await Promise.all(
    services.map(async (service) => {
      const definition = pick(recordsOf(service))
      return { service, outcome: await attempt(definition, input, definition.timeoutMs) }
    }),
  )
  return {
    answers: asked.flatMap(({ service, outcome }) =>
      outcome.kind === 'done' ? [{ service, answer: outcome.value }] : [],
    ),
    unreachable: asked.flatMap(({ service, outcome }) => (outcome.kind === 'done' ? [] : [service])),
  }
}
