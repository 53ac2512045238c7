import { randomInt, randomUUID } from 'node:crypto'
import { transaction } from '@korob/platform/database'
import { publish } from '@korob/platform/outbox'
import type { Language } from '@korob/platform/schema'
import { hashCode, seal } from '@korob/platform/sealed'
import { signInCode } from '../contract.ts'
import { limits, networkOf } from '../domain/limits.ts'
import { insertSignIn } from '../store/sign-ins.ts'
import { withinLimits } from './within-limits.ts'

const codeLivesMs = 10 * 60_000

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Sends a code to a phone, whosever it is. The sign-in it begins is known to who asked for it only. */
export const askCode = async (
  phone: string,
  language: Language,
  clientAddress: string,
): Promise<{ signInId: string; expiresAt: string }> => {
  await withinLimits(
    { limit: limits.codesOfNumber, key: phone },
    { limit: limits.codesOfNumberInDays, key: phone },
    { limit: limits.codesOfAddress, key: networkOf(clientAddress) },
  )
  // Not UUIDv7: whoever can't guess it can't spend the tries of somebody else's code.
  const id = randomUUID()
  const code = newCode()
  const [codeHash, sealed] = await Promise.all([hashCode(code, id), seal(code, id)])
  const expiresAt = new Date(Date.now() + codeLivesMs)
  const data = { signInId: id, phone, language, sealed, expiresAt: expiresAt.toISOString() }
  await transaction(async (tx) => {
    await insertSignIn(tx, { id, phone, language }, codeHash, expiresAt)
    await publish(tx, signInCode, id, 1, data)
  })
  return { signInId: id, expiresAt: data.expiresAt }
}
