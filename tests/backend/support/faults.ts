import type { CheckoutServices } from '../../../functions/backend/domain/checkout-services.ts'
import type { Outcome } from '../../../functions/backend/domain/outcome.ts'

export const steps = [
  'reserve',
  'hold',
  'create',
  'abandon',
  'releaseStock',
  'releaseSlot',
  'learnFee',
  'renewOrderId',
] as const
export type Step = (typeof steps)[number]

/** `crash`: the process dies. `lost`: the call's end is never known; it was done if `after`. */
export interface Fault {
  step: Step
  when: 'before' | 'after'
  kind: 'crash' | 'lost'
}

const isCall = (step: Step): boolean => step !== 'learnFee' && step !== 'renewOrderId'

/** Services whose calls fail as planned, each fault once. A dead process is a promise that never settles. */
export const withFaults = (services: CheckoutServices, faults: Fault[], died: () => void): CheckoutServices => {
  const take = (step: Step, when: Fault['when']): Fault['kind'] | undefined => {
    const index = faults.findIndex((fault) => fault.step === step && fault.when === when)
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.kind
  }
  const die = () => {
    died()
    return new Promise<never>(() => {})
  }
  const lost: Outcome<never> = { kind: 'unknown', reason: 'planned' }
  let dead = false
  const wrap =
    <Arguments extends unknown[], Result>(step: Step, call: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      if (dead) return new Promise<never>(() => {})
      const before = take(step, 'before')
      if (before === 'lost' && isCall(step)) return lost as Result
      if (before) {
        dead = true
        return die()
      }
      const result = await call(...args)
      const after = take(step, 'after')
      if (after === 'lost' && isCall(step)) return lost as Result
      if (after) {
        dead = true
        return die()
      }
      return result
    }
  return {
    ...services,
    ...(Object.fromEntries(
      steps.map((step) => [step, wrap(step, services[step] as (...args: unknown[]) => Promise<unknown>)]),
    ) as Partial<CheckoutServices>),
  }
}
