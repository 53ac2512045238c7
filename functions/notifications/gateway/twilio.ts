import { integerSetting, setting } from '@korob/platform/config'
import { z } from '@korob/platform/schema'
import { forgetSecret, readSecret } from '@korob/platform/secrets'
import type { OutgoingText, SendOutcome, SmsGateway } from '../domain/gateway.ts'
import { type Answer, type Call, exchange, NoAnswer, NotSent } from './connection.ts'
import { readSendAnswer } from './twilio-answers.ts'
import { findMessages } from './twilio-search.ts'

const credentials = z.object({ account: z.string().min(1), token: z.string().min(1) })
type Credentials = z.infer<typeof credentials>

export const gatewayTimeoutMs = (): number => integerSetting('SMS_GATEWAY_TIMEOUT_MS', 6_000)

export const gatewayCredentials = async (): Promise<Credentials> =>
  credentials.parse(JSON.parse(await readSecret(setting('SMS_GATEWAY_SECRET_ARN'))))

const messagesPath = (account: string): string => `/2010-04-01/Accounts/${account}/Messages.json`

const call = async (
  { account, token }: Credentials,
  pathAndQuery: string,
  request: Pick<Call, 'method' | 'body'>,
): Promise<Answer> => {
  const answer = await exchange({
    ...request,
    url: new URL(pathAndQuery, setting('SMS_GATEWAY_URL')),
    headers: {
      authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    timeoutMs: gatewayTimeoutMs(),
  })
  // The token was rotated: the next call reads it afresh.
  if (answer.status === 401) forgetSecret(setting('SMS_GATEWAY_SECRET_ARN'))
  return answer
}

const longestValiditySeconds = 36_000

/** A messaging service, if SMS_FROM names one, or a number or name to send from. */
const sender = (): Record<string, string> => {
  const from = setting('SMS_FROM')
  return /^MG[0-9a-f]{32}$/i.test(from) ? { MessagingServiceSid: from } : { From: from }
}

const form = (text: OutgoingText): string =>
  new URLSearchParams({
    To: text.to,
    ...sender(),
    Body: text.body,
    StatusCallback: text.receiptUrl,
    ValidityPeriod: String(Math.min(longestValiditySeconds, Math.max(1, text.validSeconds))),
  }).toString()

const send = async (text: OutgoingText): Promise<SendOutcome> => {
  const login = await gatewayCredentials()
  try {
    const answer = await call(login, messagesPath(login.account), { method: 'POST', body: form(text) })
    return readSendAnswer(answer, Date.now())
  } catch (error) {
    if (error instanceof NotSent) return { kind: 'postponed', reason: error.message, wholeGateway: true }
    if (error instanceof NoAnswer) return { kind: 'unknown', reason: error.message }
    throw error
  }
}

/** Twilio's Messages API, or who speaks it. https://www.twilio.com/docs/messaging/api/message-resource */
export const twilio: SmsGateway = {
  send,
  find: async (text, since) => {
    const login = await gatewayCredentials()
    const get = (pathAndQuery: string) => call(login, pathAndQuery, { method: 'GET' })
    return findMessages(get, messagesPath(login.account), text, since)
  },
}
