import { randomInt, randomUUID } from 'node:crypto'
import { transaction } from '@korob/platform/database'
import { publish } from '@korob/platform/outbox'
import type { Language } from '@korob/platform/schema'
import { hashCode, seal } from '@korob/platform/sealed'
import { signInCode } from '../contract.ts'
import { allowanceOfDevice, allowanceOfStrangers, networkOf, type Taken } from '../domain/limits.ts'
import { grouped, newSpareCode, spareLivesMs } from '../domain/spare-code.ts'
import { readLanguage } from '../store/accounts.ts'
import { takeAll, waitOf } from '../store/rate-limits.ts'
import { insertSignIn, readOpenSignIn, type Spare } from '../store/sign-ins.ts'
import { knownDevice } from './known-device.ts'
import { refuseAfter } from './within-limits.ts'

const codeLivesMs = 10 * 60_000

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

interface CodeRequest {
  phone: string
  language?: Language | undefined
  deviceToken?: string | undefined
  /** The sign-in that the same person began before. */
  signInId?: string | undefined
}

interface CodeAnswer {
  signInId: string
  expiresAt: string
}

const allowanceOf = async ({ phone, deviceToken }: CodeRequest, clientAddress: string): Promise<Taken[]> => {
  const device = deviceToken === undefined ? undefined : await knownDevice(deviceToken, phone)
  return device === undefined ? allowanceOfStrangers(phone, networkOf(clientAddress)) : allowanceOfDevice(phone, device)
}

/** Whether the next one would be refused: from then on, and until there is another, the spare code of this one works. */
const isLastForNow = async (taken: readonly Taken[]): Promise<boolean> =>
  (await Promise.all(taken.map((one) => waitOf(one)))).some((seconds) => seconds > 0)

const newSpare = async (signInId: string): Promise<{ spare: Spare; sealedSpare: string }> => {
  const code = newSpareCode()
  const [hash, sealedSpare] = await Promise.all([hashCode(code, signInId), seal(grouped(code), signInId)])
  return { spare: { hash, until: new Date(Date.now() + spareLivesMs) }, sealedSpare }
}

/** The sign-in that was begun before, if its code can still be entered. */
const stillOpen = async ({ phone, signInId }: CodeRequest): Promise<CodeAnswer | undefined> => {
  const open = signInId === undefined ? undefined : await readOpenSignIn(signInId)
  return open?.phone === phone ? { signInId: open.id, expiresAt: open.expiresAt.toISOString() } : undefined
}

/**
 * Sends a code to a phone, whosever it is. The sign-in it begins is known to who asked for it only. Where no more may be sent,
 * the code that was sent to the same person before will do, as long as it lives; and the last text to the number, whoever asked
 * for it, has a spare code for whoever has the phone. So nobody can be kept out by those who ask for codes in their place.
 */
export const askCode = async (
  request: CodeRequest,
  callersLanguage: Language,
  clientAddress: string,
): Promise<CodeAnswer> => {
  const { phone } = request
  const allowance = await allowanceOf(request, clientAddress)
  const waitSeconds = await takeAll(allowance)
  if (waitSeconds > 0) {
    const open = await stillOpen(request)
    if (open) return open
    refuseAfter(waitSeconds)
  }
  // Whoever asks, the text is read by the number's owner.
  const language = request.language ?? (await readLanguage({ phone })) ?? callersLanguage
  // Not UUIDv7: whoever can't guess it can't spend the tries of somebody else's code.
  const id = randomUUID()
  const code = newCode()
  const [codeHash, sealed] = await Promise.all([hashCode(code, id), seal(code, id)])
  const expiresAt = new Date(Date.now() + codeLivesMs)
  const { spare, sealedSpare } = (await isLastForNow(allowance)) ? await newSpare(id) : {}
  await transaction(async (tx) => {
    await insertSignIn(tx, { id, phone, language }, codeHash, expiresAt, spare)
    const spareUntil = spare?.until.toISOString()
    const data = { signInId: id, phone, language, sealed, sealedSpare, expiresAt: expiresAt.toISOString(), spareUntil }
    await publish(tx, signInCode, id, 1, data)
  })
  return { signInId: id, expiresAt: expiresAt.toISOString() }
}
