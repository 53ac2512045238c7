import type { TestShop } from './test-shop.ts'

export type Fault = 'kill-caller-before' | 'kill-caller-after' | 'fail' | 'lose-answer'

export interface WhichCall {
  caller: string
  target: string
  type?: string
  nth?: number
}

/** The next call of this kind meets the fault, those after it none. */
export const faultOnce = ({ runner }: Pick<TestShop, 'runner'>, fault: Fault, which: WhichCall) => {
  let seen = 0
  const nth = which.nth ?? 1
  runner.faults.onInvoke(({ caller, target, type }) => {
    const fits = caller?.includes(which.caller) && target.includes(which.target) && (!which.type || type === which.type)
    if (!fits) return 'none'
    seen++
    return seen === nth ? fault : 'none'
  })
  return { happened: () => seen >= nth, end: () => runner.faults.onInvoke(undefined) }
}
