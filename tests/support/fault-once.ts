import type { TestShop } from './test-shop.ts'

export type Fault = 'kill-caller-before' | 'kill-caller-after' | 'fail' | 'lose-answer'

export interface WhichCall {
  caller: string
  target: string
  type?: string
  nth?: number
}

/** The next call of this kind meets the fault, those after it none. */
export const faultOnce = (shop: Pick<TestShop, 'runner'>, fault: Fault, which: WhichCall) => ({
  ...faultsInTurn(shop, [{ fault, which }]),
  end: () => shop.runner.faults.onInvoke(undefined),
})

/** Faults one after the other: each waits for its call only once the one before has happened. */
export const faultsInTurn = (
  { runner }: Pick<TestShop, 'runner'>,
  faults: readonly { fault: Fault; which: WhichCall }[],
) => {
  let happened = 0
  let seen = 0
  runner.faults.onInvoke(({ caller, target, type }) => {
    const due = faults[happened]
    const which = due?.which
    const fits =
      which && caller?.includes(which.caller) && target.includes(which.target) && (!which.type || type === which.type)
    if (!fits || ++seen < (which.nth ?? 1)) return 'none'
    happened++
    seen = 0
    return due.fault
  })
  return { happened: () => happened === faults.length }
}
