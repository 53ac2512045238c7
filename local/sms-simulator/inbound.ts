import { API_VERSION, newSid, rfc2822 } from './message.ts'
import { segment } from './segments.ts'
import { sign } from './signature.ts'
import type { Simulator } from './simulator.ts'

// Twilio gives a webhook 15 s for its answer.
const ANSWER_WITHIN_MS = 15_000
const E164 = /^\+[1-9]\d{6,14}$/
const MAX_BODY_CHARACTERS = 1600

/**
 * What somebody texts from a phone. `sid` repeats an earlier one, as Twilio does when it had no answer; `sentAtMs` is when it
 * came, if it is brought late.
 */
export type Reply = { from: string; body: string; sid?: string | undefined; sentAtMs?: number | undefined }

export class InvalidReply extends Error {}

/** The webhook did not answer. */
export class NotBrought extends Error {}

/** @throws InvalidReply */
export function parseReply(input: unknown): Reply {
  const { from, body, sid, sentAtMs } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >
  if (typeof from !== 'string' || !E164.test(from)) throw new InvalidReply('from must be a number such as +79161234567')
  if (typeof body !== 'string' || body.length > MAX_BODY_CHARACTERS)
    throw new InvalidReply(`body must be a text of up to ${MAX_BODY_CHARACTERS} characters`)
  if (sid !== undefined && typeof sid !== 'string') throw new InvalidReply('sid must be a text')
  if (sentAtMs !== undefined && typeof sentAtMs !== 'number') throw new InvalidReply('sentAtMs must be a number')
  return { from, body, sid, sentAtMs }
}

/** As the API shows it. */
export const inboundResource = (
  simulator: Simulator,
  sid: string,
  { from, body, createdAtMs }: { from: string; body: string; createdAtMs: number },
) => ({
  account_sid: simulator.accountSid,
  api_version: API_VERSION,
  body,
  date_created: rfc2822(createdAtMs),
  date_sent: rfc2822(createdAtMs),
  direction: 'inbound',
  from,
  sid,
  status: 'received',
})

/** https://www.twilio.com/docs/messaging/guides/webhook-request */
function parameters({ accountSid, messages }: Simulator, { from, body, sid = newSid() }: Reply): URLSearchParams {
  const [last] = messages.list({ to: from }, { limit: 1 })
  return new URLSearchParams({
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    Body: body,
    From: from,
    MessageSid: sid,
    NumMedia: '0',
    NumSegments: String(segment(body).segments),
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: last?.from ?? '',
    ...(last?.messagingServiceSid && { MessagingServiceSid: last.messagingServiceSid }),
  })
}

/** Brings a text to the webhook of incoming messages, signed, and tells what that answered. @throws InvalidReply, NotBrought */
export async function bringReply(simulator: Simulator, reply: Reply): Promise<{ sid: string; status: number }> {
  const { inboundUrl, authToken, closing } = simulator
  if (!inboundUrl) throw new InvalidReply('the simulator was started without --inbound-url')
  const form = parameters(simulator, reply)
  const { from, body, sentAtMs: createdAtMs = Date.now() } = reply
  const name = form.get('MessageSid') ?? ''
  if (!simulator.inbound.has(name)) simulator.inbound.set(name, { from, body, createdAtMs })
  const response = await fetch(inboundUrl, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'User-Agent': 'TwilioProxy/1.1',
      'X-Twilio-Signature': sign(inboundUrl, form, authToken),
    },
    body: form.toString(),
    redirect: 'manual',
    signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  }).catch((error: Error) => {
    throw new NotBrought(`no answer of ${inboundUrl}: ${error.message}`)
  })
  await response.body?.cancel()
  return { sid: name, status: response.status }
}
