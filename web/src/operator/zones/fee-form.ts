import type { OperatorZone } from '../../api/answers.ts'
import { amountOf, minorOf } from '../../format/money.ts'

/** A fee rule as it is typed: amounts in roubles, weights in kilograms. */
export interface FeeForm {
  fee: string
  /** Empty: never free. */
  freeFrom: string
  steps: readonly { key: number; fromKg: string; extra: string }[]
}

export const feeFormOf = (fee: OperatorZone['fee'] | undefined): FeeForm => ({
  fee: fee ? amountOf(fee.feeMinor) : '',
  freeFrom: fee && fee.freeFromMinor !== null ? amountOf(fee.freeFromMinor) : '',
  steps: (fee?.weightSteps ?? []).map(({ fromGrams, extraMinor }, key) => ({
    key,
    fromKg: String(fromGrams / 1000),
    extra: amountOf(extraMinor),
  })),
})

const gramsOf = (kilograms: string): number | undefined => {
  const text = kilograms.trim().replace(',', '.')
  return /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : undefined
}

/** The rule, or which field is no amount: `fee`, `freeFrom`, or the key of a step. */
export const feeOf = ({
  fee,
  freeFrom,
  steps,
}: FeeForm): { rule: OperatorZone['fee'] } | { wrong: string | number } => {
  const feeMinor = minorOf(fee)
  if (feeMinor === undefined) return { wrong: 'fee' }
  const freeFromMinor = freeFrom.trim() === '' ? null : minorOf(freeFrom)
  if (freeFromMinor === undefined) return { wrong: 'freeFrom' }
  const weightSteps: OperatorZone['fee']['weightSteps'] = []
  for (const { key, fromKg, extra } of steps) {
    const [fromGrams, extraMinor] = [gramsOf(fromKg), minorOf(extra)]
    if (fromGrams === undefined || extraMinor === undefined) return { wrong: key }
    weightSteps.push({ fromGrams, extraMinor })
  }
  return { rule: { feeMinor, freeFromMinor, weightSteps } }
}
