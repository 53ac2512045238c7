import { signAccessToken } from '@korob/platform/tokens'
import { demoFleet } from '../../functions/delivery/demo/fleet.ts'

/** A shop that runs somewhere, as end-to-end tests meet it. */
export interface Target {
  /** Where shoppers find the page. */
  url: string
  /** What paths that begin with /api are put after: the same, or an API Gateway's stage. */
  apiUrl: string
  /** The gateway that the texts go to: the simulator, or with a login whatever speaks Twilio's Messages API. */
  sms: { url: string; login?: { account: string; token: string } }
  /** Of every courier who may get the order. */
  courierTokens(): Promise<string[]>
}

interface Message {
  body: string
}

/** The texts that this phone has got. */
export const textsTo = async ({ url, login }: Target['sms'], phone: string): Promise<string[]> => {
  const { pathname, headers } = login
    ? {
        pathname: `/2010-04-01/Accounts/${login.account}/Messages.json?${new URLSearchParams({ To: phone })}`,
        headers: { authorization: `Basic ${Buffer.from(`${login.account}:${login.token}`).toString('base64')}` },
      }
    : { pathname: `/inbox.json?${new URLSearchParams({ to: phone })}`, headers: {} }
  const answer = await fetch(new URL(pathname, url), { headers })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  const { messages } = (await answer.json()) as { messages: Message[] }
  return messages.map(({ body }) => body)
}

/** Tokens of the demo fleet, signed with the stage's own key; the SDK's usual variables say where that is kept. */
export const demoCouriers = (tokenSecret: string): Promise<string[]> => {
  process.env.TOKEN_SECRET_ARN = tokenSecret
  return Promise.all(demoFleet(4).map(({ id }) => signAccessToken({ role: 'courier', id }, 3600)))
}
