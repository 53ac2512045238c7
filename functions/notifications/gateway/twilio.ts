import { stringify } from 'node:querystring'
import { integerSetting, setting } from '@korob/platform/config'
import { logger } from '@korob/platform/observability'
import { z } from '@korob/platform/schema'
import { forgetSecret, readSecret } from '@korob/platform/secrets'
import { type OutgoingText, type SmsGateway, validSeconds } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import { type Answer, type Call, exchange } from './connection.ts'
import { handOver } from './hand-over.ts'
import { readSendAnswer } from './twilio-answers.ts'
import { findMessages } from './twilio-search.ts'

const credentials = z.object({ account: z.string().min(1), token: z.string().min(1) })
type Credentials = z.infer<typeof credentials>

export const gatewayTimeoutMs = (): number => integerSetting('SMS_GATEWAY_TIMEOUT_MS', 6_000)

// The secret stays the same for minutes, and each text needs what is in it.
let known: { secret: string; login: Credentials } | undefined

export const gatewayCredentials = async (): Promise<Credentials> => {
  const secret = await readSecret(setting('SMS_GATEWAY_SECRET_ARN'))
  if (known?.secret !== secret) known = { secret, login: credentials.parse(JSON.parse(secret)) }
  return known.login
}

const messagesPath = (account: string): string => `/2010-04-01/Accounts/${account}/Messages.json`

const callOf = (
  { account, token }: Credentials,
  pathAndQuery: string,
  request: Pick<Call, 'method' | 'body'>,
  timeoutMs = gatewayTimeoutMs(),
): Call => ({
  ...request,
  url: new URL(pathAndQuery, setting('SMS_GATEWAY_URL')),
  headers: {
    authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
    accept: 'application/json',
    ...(request.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  },
  timeoutMs,
})

/** After a refused login the token was rotated: the next call reads it afresh. */
const heedLogin = (answer: Answer): Answer => {
  if (answer.status === 401) forgetSecret(setting('SMS_GATEWAY_SECRET_ARN'))
  return answer
}

const get = async (login: Credentials, pathAndQuery: string, timeoutMs?: number): Promise<Answer> =>
  heedLogin(await exchange(callOf(login, pathAndQuery, { method: 'GET' }, timeoutMs)))

const validity = { least: 1, most: 36_000 }

/** A messaging service, if SMS_FROM names one, or a number or name to send from. */
const sender = (): Record<string, string> => {
  const from = setting('SMS_FROM')
  return /^MG[0-9a-f]{32}$/i.test(from) ? { MessagingServiceSid: from } : { From: from }
}

// Not by URLSearchParams, which takes several times as long for the same.
const form = (text: OutgoingText): string =>
  stringify({
    To: text.to,
    ...sender(),
    Body: text.body,
    StatusCallback: text.receiptUrl,
    ValidityPeriod: validSeconds(text, Date.now(), validity),
  })

const send: SmsGateway['send'] = (text, handingOver) =>
  handOver(
    async () => {
      const login = await gatewayCredentials()
      return () => callOf(login, messagesPath(login.account), { method: 'POST', body: form(text) })
    },
    (answer) => readSendAnswer(heedLogin(answer), Date.now()),
    handingOver,
  )

/** Twilio's Messages API, or who speaks it. https://www.twilio.com/docs/messaging/api/message-resource */
export const twilio: SmsGateway = {
  send,
  find: async (text, since, limitMs) => {
    const endsAtMs = Date.now() + limitMs
    const login = await gatewayCredentials()
    const getInTime = (pathAndQuery: string): Promise<Answer> => {
      const leftMs = endsAtMs - Date.now()
      if (leftMs <= 0) throw new Error(`the gateway's list was not read within ${limitMs} ms`)
      return get(login, pathAndQuery, leftMs)
    }
    return findMessages(getInTime, messagesPath(login.account), text, since)
  },
}

const created = z.object({ date_created: z.string() })

/** When Twilio got a text that a phone sent us; undefined when it doesn't say. Its webhook doesn't, and may come late or again. */
export const inboundAt = async (messageSid: string): Promise<Date | undefined> => {
  try {
    const login = await gatewayCredentials()
    const path = messagesPath(login.account).replace('.json', `/${encodeURIComponent(messageSid)}.json`)
    const answer = await get(login, path)
    const at = new Date(created.parse(JSON.parse(answer.body)).date_created)
    return Number.isNaN(at.getTime()) ? undefined : at
  } catch (error) {
    logger.warn('the gateway does not tell when a text came', { error: withoutNumbers((error as Error).name) })
    return undefined
  }
}
