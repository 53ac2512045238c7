import { logger } from '@korob/platform/observability'
import type { FeeRule } from '../../delivery/contract.ts'
import { readFee, writeFee } from '../store/known-fees.ts'

const cityKey = (city: string): string => city.toLocaleLowerCase('ru').replaceAll('ё', 'е')

const sameRule = (a: FeeRule | undefined, b: FeeRule): boolean =>
  a?.feeMinor === b.feeMinor && a.freeFromMinor === b.freeFromMinor

const remembered = new Map<string, FeeRule>()

/** The last fee rule that delivery gave for the city, to whichever environment of this function. */
export const knownFee = (city: string): Promise<FeeRule | undefined> => readFee(cityKey(city))

/** Keeps a rule for when delivery can't be reached. Written when it is news here, so hardly ever. */
export const learnFee = async (city: string, rule: FeeRule): Promise<void> => {
  const key = cityKey(city)
  if (sameRule(remembered.get(key), rule)) return
  try {
    await writeFee(key, rule)
    remembered.set(key, rule)
  } catch (error) {
    // The order matters more; the next checkout writes it.
    logger.warn('delivery fee not remembered', { error: String(error) })
  }
}
