import { expect, test } from 'vitest'
import { readAwsAnswer } from './aws-answers.ts'

const read = (status: number, body: unknown) =>
  readAwsAnswer({ status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter: undefined })
const refused = (type: string, Reason?: string, field?: string) =>
  read(400, {
    __type: `com.amazonaws.pinpointsmsvoicev2#${type}`,
    Reason,
    Message: 'to +79161234567',
    Fields: field && [{ Name: field, Message: 'is wrong' }],
  })

test('a message id: the gateway has it', () => {
  expect(read(200, { MessageId: 'm-1' })).toEqual({ kind: 'accepted', gatewayId: 'm-1', httpStatus: 200 })
})

test.each([
  [200, 'not json'],
  [200, {}],
  [500, { __type: 'InternalServerException' }],
  [502, '<html>'],
  [503, { __type: 'ServiceUnavailable' }],
])('HTTP %i that says nothing of it: unknown, for nobody can be asked later', (status, body) => {
  expect(read(status, body).kind).toBe('unknown')
})

test.each([
  ['ThrottlingException', undefined],
  ['ServiceQuotaExceededException', 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT'],
  ['AccessDeniedException', 'ACCOUNT_DISABLED'],
  ['ResourceNotFoundException', undefined],
  ['ConflictException', 'NO_ORIGINATION_IDENTITIES_FOUND'],
  ['ValidationException', 'SENDER_ID_NOT_REGISTERED'],
  ['UnrecognizedClientException', undefined],
  ['ExpiredTokenException', undefined],
])('%s %s: not taken, later it may be', (type, reason) => {
  expect(refused(type, reason)).toMatchObject({ kind: 'postponed', wholeGateway: true })
})

test.each([
  ['ValidationException', 'INVALID_PARAMETER', 'OriginationIdentity'],
  ['ValidationException', 'INVALID_PARAMETER', undefined],
  ['ValidationException', 'DESTINATION_COUNTRY_BLOCKED', undefined],
  ['ConflictException', 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED', undefined],
])('%s %s of %s: not taken until somebody mends the settings, and other texts need not wait', (type, reason, field) => {
  expect(refused(type, reason, field)).toMatchObject({ kind: 'postponed', wholeGateway: false, isOurFault: true })
})

test('too many at once are nobody’s fault', () => {
  expect(refused('ThrottlingException')).toMatchObject({ isOurFault: false })
})

test.each([
  ['ValidationException', 'INVALID_PARAMETER', 'DestinationPhoneNumber'],
  ['ValidationException', 'MAXIMUM_SIZE_EXCEEDED', 'MessageBody'],
  ['ConflictException', 'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE', undefined],
])('%s %s of %s: never, and the number is not quoted', (type, reason, field) => {
  expect(refused(type, reason, field)).toEqual({
    kind: 'refused',
    reason: `HTTP 400 ${type} ${reason} to •••`,
    hasOptedOut: false,
    httpStatus: 400,
  })
})

test('that the number has opted out is told', () => {
  expect(refused('ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT')).toMatchObject({
    kind: 'refused',
    hasOptedOut: true,
  })
})
