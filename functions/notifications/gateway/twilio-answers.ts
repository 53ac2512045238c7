import { z } from '@korob/platform/schema'
import type { SendOutcome } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import type { Answer } from './connection.ts'

const accepted = z.object({ sid: z.string().min(1) })
const refusal = z.object({ code: z.number().optional(), message: z.string().optional() })

// Refusals that end when somebody or something else changes, not the text: queues and limits, maintenance,
const busyCodes = [14107, 20429, 21611, 21730, 30001]
// and what is wrong with the account, its number or its messaging service until somebody mends that.
// https://www.twilio.com/docs/api/errors
const ourCodes = new Set([
  20003, 20005, 21212, 21601, 21603, 21606, 21609, 21659, 21660, 21661, 21701, 21703, 21704, 21705, 30002,
])
// The same, of the countries that the account may send to (21408) or its sender reaches (21612): texts to others need not wait.
const ourCodesOfSomeTexts = new Set([21408, 21612])
const temporaryCodes = new Set([...busyCodes, ...ourCodes, ...ourCodesOfSomeTexts])
const temporaryStatuses = new Set([401, 403, 404, 408, 425, 429])
const ourStatuses = new Set([401, 403, 404])

// "Attempt to send to unsubscribed recipient"
const unsubscribed = 21610

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Retry-After as milliseconds, given as seconds or as a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined
}

/** What Twilio's answer to a POST of a message means for it. */
export const readSendAnswer = (answer: Answer, nowMs: number): SendOutcome => {
  const httpStatus = answer.status
  const json = readJson(answer.body)
  if (httpStatus >= 200 && httpStatus < 300) {
    const message = accepted.safeParse(json)
    return message.success
      ? { kind: 'accepted', gatewayId: message.data.sid, httpStatus }
      : { kind: 'unknown', reason: `HTTP ${httpStatus} without a message`, httpStatus }
  }
  const { code: gatewayCode, message } = refusal.safeParse(json).data ?? {}
  const reason = withoutNumbers([`HTTP ${httpStatus}`, gatewayCode, message].filter(Boolean).join(' '))
  // 503 with a code is the gateway turning calls away at its door. Any other 5xx can come after the text was taken, one of a
  // proxy's that lost the gateway's answer too.
  if (httpStatus >= 500 && !(httpStatus === 503 && gatewayCode !== undefined))
    return { kind: 'unknown', reason, httpStatus, gatewayCode }
  const code = gatewayCode ?? 0
  const isTemporary =
    httpStatus < 400 || httpStatus === 503 || temporaryStatuses.has(httpStatus) || temporaryCodes.has(code)
  if (!isTemporary)
    return { kind: 'refused', reason, hasOptedOut: gatewayCode === unsubscribed, httpStatus, gatewayCode }
  return {
    kind: 'postponed',
    reason,
    wholeGateway: !ourCodesOfSomeTexts.has(code),
    ...((ourStatuses.has(httpStatus) || ourCodes.has(code) || ourCodesOfSomeTexts.has(code)) && { isOurFault: true }),
    retryAfterMs: retryAfterMs(answer.retryAfter, nowMs),
    httpStatus,
    gatewayCode,
  }
}
