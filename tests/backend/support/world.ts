import { database } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type { Actor } from '@korob/platform/tokens'
import { placeOrder } from '../../../functions/backend/actions/place-order.ts'
import { resumeCheckouts } from '../../../functions/backend/actions/resume-checkouts.ts'
import { noLimits } from '../../../functions/backend/domain/checkout-limits.ts'
import type { CheckoutBody } from '../../../functions/backend/domain/checkout-request.ts'
import type { CheckoutRuntime } from '../../../functions/backend/domain/checkout-services.ts'
import { type Fault, withFaults } from './faults.ts'
import { PromisedServices } from './services.ts'

export const aCheckout = (changes: Partial<CheckoutBody> = {}): CheckoutBody => ({
  cartId: newId(),
  items: [{ productId: newId(), quantity: 2 }],
  contact: { name: 'Анна', phone: '+79161234567' },
  address: { city: 'Казань', street: 'Баумана', house: '1' },
  slotId: 'morning',
  expectedTotalMinor: 320_000,
  paymentMethod: 'card',
  ...changes,
})

/** How an attempt to order ended, as its client sees it. A dead function answers nothing. */
export type Seen =
  | { kind: 'answer'; status: number; text: string; replayed: boolean }
  | { kind: 'problem'; code: Problem['code']; retryAfterSeconds: number | undefined }
  | { kind: 'nothing' }

const seenAnswer = ({ status, body, headers }: HttpAnswer): Seen => ({
  kind: 'answer',
  status,
  text: JSON.stringify(body),
  replayed: headers['idempotent-replayed'] === 'true',
})

const seenError = (error: unknown): Seen => {
  if (!(error instanceof Problem)) throw error
  return { kind: 'problem', code: error.code, retryAfterSeconds: error.retryAfterSeconds }
}

// Time passes only by pauses, so that tests of retries take none.
const instantClock = (): CheckoutRuntime['clock'] => {
  let nowMs = 0
  return {
    now: () => nowMs,
    pause: async (ms) => {
      nowMs += ms
    },
  }
}

/** The backend on its real database, and services that keep their promises or fail as planned. */
export class World {
  readonly services = new PromisedServices()
  limits = noLimits
  clientAddress = '203.0.113.7'

  runtime(faults: Fault[] = [], died: () => void = () => {}): CheckoutRuntime {
    return {
      connect: (key) => withFaults(this.services.connect(key), faults, died),
      clock: instantClock(),
      leaseMs: 60_000,
      limits: this.limits,
    }
  }

  orderWith(
    runtime: CheckoutRuntime,
    key: string,
    body: CheckoutBody,
    actor: Actor = { role: 'anonymous' },
    insteadOf: readonly string[] = [],
  ) {
    return placeOrder(runtime, body, {
      key,
      insteadOf,
      actor,
      language: 'ru',
      clientAddress: async () => this.clientAddress,
    }).then(seenAnswer, seenError)
  }

  async order(key: string, body: CheckoutBody, faults: Fault[] = [], actor?: Actor): Promise<Seen> {
    const { promise: death, resolve: died } = Promise.withResolvers<void>()
    return Promise.race([
      this.orderWith(this.runtime(faults, died), key, body, actor),
      death.then((): Seen => ({ kind: 'nothing' })),
    ])
  }

  resume(): Promise<number> {
    return resumeCheckouts(this.runtime(), Date.now() + 30_000)
  }
}

/** As if the lease of every running try had run out. */
export const leasesEnd = (): Promise<number> =>
  database.run(sql`
    update idempotency_keys set locked_until = now() - interval '1 second' where locked_until is not null`)

export const keyRow = (key: string) =>
  database.one<{ point: string; attempt: number; status: number | null; request: unknown; orderId: string }>(sql`
    select recovery_point as point, attempt, answer_status as status, request, order_id as "orderId"
      from idempotency_keys where key = ${key}`)
