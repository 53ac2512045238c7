import { describe, expect, test } from 'vitest'
import { readSmsEvent } from './aws-events.ts'

const messageId = '0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96'
// As the user guide shows it.
const event = (change: Record<string, unknown>) =>
  readSmsEvent(
    JSON.stringify({
      eventType: 'TEXT_SUCCESSFUL',
      eventVersion: '1.0',
      eventTimestamp: 1686975103470,
      isFinal: true,
      originationPhoneNumber: '+12065550152',
      destinationPhoneNumber: '+14255550156',
      messageId: '862a8790-60c0-4430-9b2b-658bdexample',
      messageStatus: 'SUCCESSFUL',
      context: { messageId },
      ...change,
    }),
  )

describe('an event', () => {
  test.each([
    ['TEXT_QUEUED', false, 'sent'],
    ['TEXT_PENDING', false, 'sent'],
    ['TEXT_SENT', false, 'sent'],
    ['TEXT_SUCCESSFUL', false, 'sent'],
    ['TEXT_SUCCESSFUL', true, 'delivered'],
    ['TEXT_DELIVERED', true, 'delivered'],
    ['TEXT_UNKNOWN', true, 'sent'],
    ['TEXT_UNREACHABLE', false, 'sent'],
    ['TEXT_CARRIER_BLOCKED', false, 'sent'],
    ['TEXT_UNREACHABLE', true, 'undelivered'],
    ['TEXT_CARRIER_UNREACHABLE', true, 'undelivered'],
    ['TEXT_TTL_EXPIRED', true, 'undelivered'],
    ['TEXT_INVALID', true, 'failed'],
    ['TEXT_INVALID_MESSAGE', true, 'failed'],
    ['TEXT_BLOCKED', true, 'failed'],
    ['TEXT_CARRIER_BLOCKED', true, 'failed'],
    ['TEXT_SPAM', true, 'failed'],
    ['TEXT_PROTECT_BLOCKED', true, 'failed'],
  ])('%s, final: %s, says %s', (eventType, isFinal, status) => {
    expect(event({ eventType, isFinal })).toEqual({
      kind: 'receipt',
      messageId,
      gatewayId: '862a8790-60c0-4430-9b2b-658bdexample',
      status,
      reason: ['undelivered', 'failed'].includes(status) ? eventType : undefined,
    })
  })

  test.each([
    { context: undefined },
    { context: { account: 'bar' } },
    { eventType: 'TEXT_LATER_INVENTED' },
    { eventType: 'VOICE_ANSWERED' },
  ])('of no concern is let be: %j', (change) => {
    expect(event(change).kind).toBe('other')
  })
})

test('what a phone answers is known as such', () => {
  const text = JSON.stringify({
    originationNumber: '+14255550182',
    destinationNumber: '+12125550101',
    messageKeyword: 'JOIN',
    messageBody: 'STOP',
    inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
  })
  expect(readSmsEvent(text)).toEqual({
    kind: 'inbound',
    from: '+14255550182',
    body: 'STOP',
    gatewayId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
  })
})
