import { refusalOfTestNumber, refusals } from './errors.ts'

/** A valid request to send, before it has become a message. */
export type Draft = {
  to: string
  from: string | null
  messagingServiceSid: string | null
  body: string
  statusCallback: string | null
  validityPeriodSec: number
}

const E164 = /^\+[1-9]\d{6,14}$/
const SHORT_CODE = /^\d{3,8}$/
const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/
const MESSAGING_SERVICE = /^MG[0-9a-fA-F]{32}$/
const MAX_BODY_CHARACTERS = 1600
const MAX_VALIDITY_SEC = 36_000

/** Twilio's checks of POST Messages.json, in its order. @throws TwilioError */
export function parseDraft(form: URLSearchParams): Draft {
  const to = parseTo(form.get('To'))
  const messagingServiceSid = form.get('MessagingServiceSid') || null
  if (messagingServiceSid && !MESSAGING_SERVICE.test(messagingServiceSid)) throw refusals.badMessagingService()
  const from = parseFrom(form.get('From'), messagingServiceSid !== null)

  const body = form.get('Body') ?? ''
  if (body.trim() === '') throw refusals.bodyRequired()
  if (body.length > MAX_BODY_CHARACTERS) throw refusals.tooLong()

  const refusal = refusalOfTestNumber(to)
  if (refusal) throw refusal

  return {
    to,
    from,
    messagingServiceSid,
    body,
    statusCallback: parseCallback(form.get('StatusCallback')),
    validityPeriodSec: parseValidity(form.get('ValidityPeriod')),
  }
}

function parseTo(raw: string | null): string {
  if (!raw?.trim()) throw refusals.toRequired()
  const to = withoutPunctuation(raw)
  if (!E164.test(to)) throw refusals.invalidTo(raw)
  return to
}

function parseFrom(raw: string | null, optional: boolean): string | null {
  if (!raw?.trim()) {
    if (optional) return null
    throw refusals.fromRequired()
  }
  if (ALPHANUMERIC_SENDER.test(raw)) return raw
  const from = withoutPunctuation(raw)
  if (E164.test(from) || SHORT_CODE.test(from)) return from
  throw refusals.invalidFrom(raw)
}

const withoutPunctuation = (phone: string) => phone.replace(/[\s().-]/g, '')

function parseCallback(raw: string | null): string | null {
  if (!raw) return null
  if (!URL.canParse(raw) || !['http:', 'https:'].includes(new URL(raw).protocol)) throw refusals.badCallback(raw)
  if (!isDecodable(new URL(raw).username) || !isDecodable(new URL(raw).password)) throw refusals.badCallback(raw)
  return raw
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function parseValidity(raw: string | null): number {
  if (!raw) return MAX_VALIDITY_SEC
  const seconds = Number(raw)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_VALIDITY_SEC) throw refusals.badValidityPeriod()
  return seconds
}
