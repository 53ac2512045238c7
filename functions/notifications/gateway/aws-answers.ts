import { z } from '@korob/platform/schema'
import type { SendOutcome } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import type { Answer } from './connection.ts'

const accepted = z.object({ MessageId: z.string().min(1) })
const refusal = z.object({
  __type: z.string().optional(),
  Reason: z.string().optional(),
  Message: z.string().optional(),
  message: z.string().optional(),
  Fields: z
    .array(z.object({ Name: z.string() }))
    .catch([])
    .default([]),
})

// What is about this number alone: it would be refused again, whoever sends it. All other refusals are about the account, its
// sender, its limits or its keys, and end when somebody changes those.
// https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_ConflictException.html
const finalReasons: ReadonlySet<string> = new Set([
  'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
])

// And what is wrong with a field that the text brings; of the others the settings are to blame.
// https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_ValidationException.html
const ownFields: ReadonlySet<string> = new Set(['DestinationPhoneNumber', 'MessageBody'])

// What may be about this text, where AWS names no field, or about the countries that the account serves: the others need not wait.
const ofSomeTexts: ReadonlySet<string> = new Set([
  'CANNOT_PARSE',
  'COUNTRY_CODE_MISMATCH',
  'COUNTRY_NOT_ENABLED',
  'DESTINATION_COUNTRY_BLOCKED',
  'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
  'DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
  'FIELD_VALIDATION_FAILED',
  'INTERNATIONAL_SENDING_NOT_SUPPORTED',
  'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
  'INVALID_PARAMETER',
  'INVALID_REQUEST',
  'MAXIMUM_SIZE_EXCEEDED',
  'MISSING_PARAMETER',
])

type Refusal = z.infer<typeof refusal>

const isFinal = (type: string | undefined, { Reason, Fields }: Refusal): boolean =>
  (type === 'ConflictException' && finalReasons.has(Reason ?? '')) ||
  (type === 'ValidationException' && Fields.length > 0 && Fields.every(({ Name }) => ownFields.has(Name)))

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What SendTextMessage's answer means for a text. */
export const readAwsAnswer = ({ status: httpStatus, body }: Answer): SendOutcome => {
  const json = readJson(body)
  if (httpStatus >= 200 && httpStatus < 300) {
    const message = accepted.safeParse(json)
    return message.success
      ? { kind: 'accepted', gatewayId: message.data.MessageId, httpStatus }
      : { kind: 'unknown', reason: `HTTP ${httpStatus} without a message`, httpStatus }
  }
  const problem: Refusal = refusal.safeParse(json).data ?? { Fields: [] }
  const type = problem.__type?.split('#').at(-1)
  const said = [`HTTP ${httpStatus}`, type, problem.Reason, problem.Message ?? problem.message]
  const reason = withoutNumbers(said.filter(Boolean).join(' '))
  // 503 too: nobody could be asked later whether it was taken.
  if (httpStatus >= 500) return { kind: 'unknown', reason, httpStatus }
  if (isFinal(type, problem))
    return { kind: 'refused', reason, hasOptedOut: problem.Reason === 'DESTINATION_PHONE_NUMBER_OPTED_OUT', httpStatus }
  const isBusy = httpStatus === 429 || type === 'ThrottlingException'
  const wholeGateway = !ofSomeTexts.has(problem.Reason ?? '')
  return { kind: 'postponed', reason, wholeGateway, isOurFault: !isBusy, httpStatus }
}
