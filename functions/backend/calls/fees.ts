import type { Address } from '@korob/platform/address'
import { logger } from '@korob/platform/observability'
import { type FeeRule, listFees } from '../../delivery/contract.ts'
import { type Place, readFee, writeFee } from '../store/known-fees.ts'
import { attempt } from './attempt.ts'

type Street = Pick<Address, 'city' | 'street'>

const folded = (name: string): string => name.toLocaleLowerCase('ru').replaceAll('ё', 'е').replaceAll(/\s+/gu, ' ')
const placeOf = ({ city, street }: Street): Place => ({ city: folded(city), street: folded(street) })

const sameRule = (a: FeeRule, b: FeeRule): boolean =>
  a.feeMinor === b.feeMinor &&
  a.freeFromMinor === b.freeFromMinor &&
  a.weightSteps.length === b.weightSteps.length &&
  a.weightSteps.every((step, index) => {
    const other = b.weightSteps[index]
    return step.fromGrams === other?.fromGrams && step.extraMinor === other.extraMinor
  })

const maxRemembered = 1_000
/** What another environment wrote meanwhile stays no longer than this. */
const rewriteAfterMs = 60_000
const remembered = new Map<string, { rule: FeeRule; writtenAtMs: number }>()

const keep = async (place: Place, rule: FeeRule, nowMs: number): Promise<void> => {
  const key = JSON.stringify([place.city, place.street])
  const known = remembered.get(key)
  if (known && sameRule(known.rule, rule) && nowMs - known.writtenAtMs < rewriteAfterMs) return
  await writeFee(place, rule)
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(key, { rule, writtenAtMs: nowMs })
}

/** The last fee rule that delivery gave for the street or else its city, to whichever environment of this service. */
export const knownFee = (address: Street): Promise<FeeRule | undefined> => readFee(placeOf(address))

/** Keeps a rule for when delivery can't be reached. Asked for once a minute and street at most, written when it is another. */
export const learnFee = async (address: Street, rule: FeeRule): Promise<void> => {
  try {
    await keep(placeOf(address), rule, Date.now())
  } catch (error) {
    // What it was asked for matters more; the next one writes it.
    logger.warn('delivery fee not remembered', { error: String(error) })
  }
}

/** Asks delivery what it costs where, so that the first order of a city can be taken while delivery is away. */
export const learnFees = async (): Promise<void> => {
  const listed = await attempt(listFees, {}, listFees.timeoutMs)
  if (listed.kind === 'unknown') return
  if (listed.kind === 'refused') throw listed.problem
  // One time for all, so that a city is never known by some of its names only.
  const nowMs = Date.now()
  for (const { names, fee } of listed.value.cities)
    for (const city of new Set(names.map(folded))) await keep({ city, street: '' }, fee, nowMs)
}
