import type { SmsSimulator } from '../../local/sms-simulator/server.ts'
import { eventually } from './eventually.ts'
import type { Shopper } from './shopper.ts'

export interface SignedIn {
  accessToken: string
  role: string
  roles: string[]
  /** A Cookie header. */
  cookie: string
}

/** How many texts with codes a phone has got. */
const codesOf = (sms: Pick<SmsSimulator, 'inbox'>, phone: string): string[] =>
  sms.inbox({ to: phone }).messages.flatMap(({ body }) => /(?<!\d)\d{6}(?!\d)/.exec(body)?.[0] ?? [])

/** The code that comes to a phone once `ask` has been done. */
export const codeSentBy = async (
  sms: Pick<SmsSimulator, 'inbox'>,
  phone: string,
  ask: () => Promise<unknown>,
): Promise<string> => {
  const before = codesOf(sms, phone).length
  await ask()
  // Newest first.
  return eventually('a code by text', () => (codesOf(sms, phone).length > before ? codesOf(sms, phone)[0] : undefined))
}

/** Signs in as a person does: with the code that comes to the phone. */
export const signInWith = async (
  { sms }: { sms: Pick<SmsSimulator, 'inbox'> },
  shopper: Shopper,
  phone: string,
  role?: string,
): Promise<SignedIn> => {
  let signInId = ''
  const code = await codeSentBy(sms, phone, async () => {
    const asked = await shopper.send<{ signInId: string }>('POST', '/api/sign-ins', { body: { phone } })
    if (asked.status !== 202) throw new Error(`no code: ${asked.status} ${JSON.stringify(asked.body)}`)
    signInId = asked.body.signInId
  })
  const answer = await shopper.send<Omit<SignedIn, 'cookie'>>('POST', '/api/session', {
    body: { signInId, code, ...(role === undefined ? {} : { role }) },
  })
  if (answer.status !== 201) throw new Error(`not signed in: ${answer.status} ${JSON.stringify(answer.body)}`)
  return { ...answer.body, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
