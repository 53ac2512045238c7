import { Problem } from '@korob/platform/errors'
import { InvokeFailed } from '@korob/platform/invoke'
import { call, type OperationDefinition } from '@korob/platform/operation'
import type { z } from '@korob/platform/schema'
import { amend, quoteFee, recall, reschedule } from '../../delivery/contract.ts'

/** Asks delivery. @throws Problem its refusal, or `unavailable` when it can't be known what it did */
const ask =
  <Input extends z.ZodType, Output extends z.ZodType>(definition: OperationDefinition<Input, Output>) =>
  async (input: z.input<Input>): Promise<z.output<Output>> => {
    try {
      return await call(definition, input)
    } catch (error) {
      if (!(error instanceof InvokeFailed)) throw error
      throw new Problem('unavailable', { retryAfterSeconds: 3, cause: error })
    }
  }

/** What orders needs of delivery. */
export const delivery = {
  recall: ask(recall),
  amend: ask(amend),
  reschedule: ask(reschedule),
  quoteFee: ask(quoteFee),
}
export type Delivery = typeof delivery
