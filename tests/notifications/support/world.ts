import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handler as onCodes } from '../../../functions/notifications/handlers/on-codes.ts'
import { handler as onDelivery } from '../../../functions/notifications/handlers/on-delivery.ts'
import { handler as onOrders } from '../../../functions/notifications/handlers/on-orders.ts'
import { handler as operator } from '../../../functions/notifications/handlers/operator.ts'
import { handler as leftovers } from '../../../functions/notifications/handlers/send-leftovers.ts'
import { handler as shop } from '../../../functions/notifications/handlers/shop.ts'
import { resetBreaker } from '../../../functions/notifications/sending/breaker.ts'
import { type SmsSimulator, startSmsSimulator } from '../../../local/sms-simulator/server.ts'
import { defaultSwitches } from '../../../local/sms-simulator/switches.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { startSecretsManager } from '../../support/secrets-manager.ts'
import { type ServiceDatabase, serviceDatabase } from '../../support/service-database.ts'
import { startApi } from './api.ts'
import { batchOf } from './events.ts'

export interface MessageRow {
  id: string
  template: string
  recipient: string
  status: string
  reason: string | null
  attempts: number
  gateway_id: string | null
  due_at: Date | null
  segments: number
}

/** The service on a real database, with the gateway's simulator over HTTP. */
export interface World {
  db: ServiceDatabase
  sms: SmsSimulator
  /** Where the shop is reached. */
  url: string
  tellOrders(...events: readonly unknown[]): Promise<void>
  tellDelivery(...events: readonly unknown[]): Promise<void>
  tellCodes(...events: readonly unknown[]): Promise<void>
  sweep(scheduledAt?: string): Promise<{ worked: number; dropped: number }>
  /** Oldest first. */
  messages(recipient?: string): Promise<MessageRow[]>
  /** What the phone got, oldest first. */
  texts(recipient?: string): string[]
  /** What somebody texts from a phone, brought by the gateway; answers its name. `sid` brings an earlier one again; `sentAtMs`: it comes late. */
  reply(from: string, body: string, sid?: string, sentAtMs?: number): Promise<string>
  /** As if so much time had passed since the last attempts: what waited is due, what was unknown has settled. */
  passTime(seconds: number): Promise<void>
  /** The gateway's token is another one, in Secrets Manager. */
  rotateToken(token: string): void
  /** The gateway is well, and nobody remembers otherwise. */
  calm(): void
  close(): Promise<void>
}

const secretName = 'sms'

export const startWorld = async (): Promise<World> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-notifications-'))
  const db = await serviceDatabase('notifications')
  const api = await startApi({ shop, operator })
  const inboundUrl = `${api.url}/api/notifications/inbound`
  const sms = await startSmsSimulator({ dataDir, inboundUrl, receiptRetryAfterMs: [100, 500, 1000] })
  const login = (token: string) => JSON.stringify({ account: sms.accountSid, token })
  const values = {
    codes: JSON.stringify({ key: 'a key for sign-in codes, 32 bytes long' }),
    token: JSON.stringify({ key: 'a token key for tests, at least 32 bytes' }),
    [secretName]: login(sms.authToken),
  }
  const secrets = await startSecretsManager(values)
  Object.assign(process.env, {
    SMS_GATEWAY_URL: sms.url,
    SMS_GATEWAY_SECRET_ARN: secretName,
    CODES_SECRET_ARN: 'codes',
    TOKEN_SECRET_ARN: 'token',
    SMS_FROM: 'Korob',
    SMS_GATEWAY_TIMEOUT_MS: '1500',
    PUBLIC_URL: api.url,
  })
  return {
    db,
    sms,
    url: api.url,
    tellOrders: (...events) => onOrders(batchOf('notifications.orders', ...events), lambdaContext()),
    tellDelivery: (...events) => onDelivery(batchOf('notifications.delivery', ...events), lambdaContext()),
    tellCodes: (...events) => onCodes(batchOf('notifications.codes', ...events), lambdaContext()),
    sweep: (time) => leftovers({ time }, lambdaContext()),
    messages: async (recipient) => {
      const { rows } = await db.admin.query<MessageRow>(
        'select * from notifications.messages where $1::text is null or recipient = $1 order by position',
        [recipient ?? null],
      )
      return rows
    },
    texts: (recipient) =>
      sms
        .inbox({ to: recipient, limit: 100_000 })
        .messages.map(({ body }) => body)
        .reverse(),
    reply: async (from, body, sid, sentAtMs) => {
      const reply = JSON.stringify({ from, body, sid, sentAtMs })
      const answer = await fetch(`${sms.url}/replies`, { method: 'POST', body: reply })
      const brought = (await answer.json()) as { sid: string; status: number }
      if (brought.status !== 204) throw new Error(`the text was answered ${JSON.stringify(brought)}`)
      return brought.sid
    },
    passTime: async (seconds) => {
      await db.admin.query(
        `update notifications.messages
            set due_at = due_at - $1 * interval '1 second', last_attempt_at = last_attempt_at - $1 * interval '1 second',
                not_listed_at = not_listed_at - $1 * interval '1 second'
          where due_at is not null`,
        [seconds],
      )
    },
    rotateToken: (token) => {
      values[secretName] = login(token)
    },
    calm: () => {
      sms.switches(defaultSwitches)
      resetBreaker()
    },
    close: async () => {
      await api.close()
      await sms.close()
      await secrets.stop()
      await db.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
