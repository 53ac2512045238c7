import { randomUUID } from 'node:crypto'
import type { SQSEvent } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { handler as onOrders } from '../../functions/notifications/handlers/on-orders.ts'
import { handler as onSmsEvents } from '../../functions/notifications/handlers/on-sms-events.ts'
import { handler as leftovers } from '../../functions/notifications/handlers/send-leftovers.ts'
import { resetBreaker } from '../../functions/notifications/sending/breaker.ts'
import { oldestUnsentSeconds } from '../../functions/notifications/store/claim.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { newPhone } from '../support/shopper.ts'
import { startAwsSms } from './support/aws-sms.ts'
import { batchOf, confirmed, newOrder } from './support/events.ts'

let db: ServiceDatabase
let aws: Awaited<ReturnType<typeof startAwsSms>>

beforeAll(async () => {
  db = await serviceDatabase('notifications')
  aws = await startAwsSms()
})
afterEach(() => {
  aws.behave('takes')
  resetBreaker()
})
afterAll(async () => {
  await aws?.close()
  await db?.drop()
})

interface Row {
  id: string
  status: string
  reason: string | null
  gateway_id: string | null
  due_at: Date | null
  finished_at: Date | null
}

const only = async (phone: string): Promise<Row> => {
  const { rows } = await db.admin.query<Row>('select * from notifications.messages where recipient = $1', [phone])
  expect(rows).toHaveLength(1)
  return rows[0] as Row
}
const sent = (phone: string) => aws.texts.filter(({ DestinationPhoneNumber }) => DestinationPhoneNumber === phone)
const told = async () => {
  const order = newOrder()
  await onOrders(batchOf('notifications.orders', confirmed(order)), lambdaContext())
  return order.phone
}
const sweep = () => leftovers({}, lambdaContext())
const passHours = (phone: string, hours: number) =>
  db.admin.query(
    `update notifications.messages
        set due_at = due_at - $2 * interval '1 hour', updated_at = updated_at - $2 * interval '1 hour', last_attempt_at = last_attempt_at - $2 * interval '1 hour',
            sent_at = sent_at - $2 * interval '1 hour'
      where recipient = $1`,
    [phone, hours],
  )

const hear = (...events: unknown[]) => {
  const Records = events.map((event) => ({
    messageId: randomUUID(),
    receiptHandle: 'handle',
    body: typeof event === 'string' ? event : JSON.stringify(event),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) },
  }))
  return onSmsEvents({ Records } as unknown as SQSEvent, lambdaContext())
}
const event = (messageId: string, gatewayId: string, eventType: string, isFinal = true) => ({
  eventType,
  isFinal,
  messageId: gatewayId,
  context: { messageId },
})

describe('by AWS End User Messaging a text', () => {
  test('goes out signed, with what its events will be known by, and ends as they say', async () => {
    const phone = await told()
    const { id, gateway_id, status } = await only(phone)
    expect(status).toBe('sent')
    expect(sent(phone)).toEqual([
      expect.objectContaining({
        OriginationIdentity: 'Korob',
        MessageType: 'TRANSACTIONAL',
        ConfigurationSetName: 'korob-test',
        MessageId: gateway_id,
        Context: { messageId: id },
        TimeToLive: expect.any(Number),
      }),
    ])
    await hear(event(id, gateway_id!, 'TEXT_DELIVERED'), event(id, gateway_id!, 'TEXT_PENDING', false))
    expect((await only(phone)).status).toBe('delivered')
    await hear(event(id, gateway_id!, 'TEXT_CARRIER_BLOCKED'))
    expect((await only(phone)).status).toBe('delivered')
  })

  test('whose answer was lost is never sent again: its event says that it is there', async () => {
    aws.behave('takes and is silent')
    const phone = await told()
    aws.behave('takes')
    expect((await only(phone)).status).toBe('unknown')
    await passHours(phone, 24)
    await sweep()
    expect(sent(phone)).toHaveLength(1)
    // Nothing is to be done for it: no alarm of waiting texts rings.
    expect(await oldestUnsentSeconds()).toBe(0)
    const { id } = await only(phone)
    await hear(event(id, sent(phone)[0]!.MessageId, 'TEXT_QUEUED', false))
    expect(await only(phone)).toMatchObject({ status: 'sent', gateway_id: sent(phone)[0]!.MessageId, due_at: null })
  })

  test('whose answer was lost, and of which nothing is heard, stays unknown for good after 72 hours', async () => {
    aws.behave('takes and is silent')
    const phone = await told()
    await passHours(phone, 1)
    await sweep()
    await passHours(phone, 70.5)
    // Not in the last hour either: nobody could do anything for it.
    expect(await oldestUnsentSeconds()).toBe(0)
    for (const hours of [0, 2]) {
      await passHours(phone, hours)
      await sweep()
    }
    expect(await only(phone)).toMatchObject({ status: 'unknown', due_at: null, finished_at: expect.any(Date) })
    expect(sent(phone)).toHaveLength(1)
  })

  test('that was taken and never reported on is unknown after 72 hours, until it is', async () => {
    const phone = await told()
    await passHours(phone, 71)
    await sweep()
    expect((await only(phone)).status).toBe('sent')
    await passHours(phone, 2)
    await sweep()
    expect(await only(phone)).toMatchObject({ status: 'unknown', reason: 'no receipt of its end' })
    const { id, gateway_id } = await only(phone)
    await hear(event(id, gateway_id!, 'TEXT_PENDING', false), event(id, gateway_id!, 'TEXT_UNREACHABLE', false))
    expect(await only(phone)).toMatchObject({ status: 'unknown', finished_at: expect.any(Date) })
    await hear(event(id, gateway_id!, 'TEXT_DELIVERED'))
    expect((await only(phone)).status).toBe('delivered')
  })

  test('that could not be built or signed waits: nothing of it was sent', async () => {
    const set = process.env.SMS_CONFIGURATION_SET
    delete process.env.SMS_CONFIGURATION_SET
    const phone = await told()
    process.env.SMS_CONFIGURATION_SET = set
    expect(await only(phone)).toMatchObject({ status: 'queued', reason: expect.stringContaining('not handed over') })
    resetBreaker()
    await passHours(phone, 1)
    await sweep()
    expect(sent(phone)).toHaveLength(1)
  })

  test('waits while AWS takes none, and fails at once where it never will', async () => {
    aws.behave({ status: 400, type: 'ThrottlingException' })
    const waiting = await told()
    expect((await only(waiting)).status).toBe('queued')
    resetBreaker()
    aws.behave({ status: 400, type: 'ConflictException', reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' })
    const optedOut = await told()
    expect(await only(optedOut)).toMatchObject({
      status: 'failed',
      reason: 'HTTP 400 ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT to •••',
    })
    const { rows } = await db.admin.query('select source from notifications.opt_outs where phone = $1', [optedOut])
    expect(rows).toEqual([{ source: 'gateway' }])
  })
})

test('what a phone answers is obeyed, and what is none of ours let be', async () => {
  const phone = newPhone()
  const answer = { originationNumber: phone, messageBody: 'СТОП', inboundMessageId: randomUUID() }
  const ofOthers = { eventType: 'TEXT_DELIVERED', isFinal: true, messageId: 'x', context: { account: 'bar' } }
  expect(await hear(answer, answer, ofOthers, event(randomUUID(), 'x', 'TEXT_DELIVERED'))).toEqual({
    batchItemFailures: [],
  })
  const { rows } = await db.admin.query('select phone from notifications.opt_outs where phone = $1', [phone])
  expect(rows).toHaveLength(1)
})
