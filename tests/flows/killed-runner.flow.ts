import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { restock } from '../support/restock.ts'
import { type RunnerProcess, runnerProcess } from '../support/runner-process.ts'
import { shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

// Elsewhere one function dies, a thread of the runner. Here all of them die at once, with the process they run in.
let shop: TestShop
let runner: RunnerProcess

beforeAll(async () => {
  shop = await startTestShop({ fleetSize: 20 })
  runner = await runnerProcess(shop)
})
afterAll(async () => {
  await runner?.stop()
  await shop?.stop()
})

/** Kills the runner while an event of this service is committed and not published: this test keeps it from the relay. */
const killBetweenCommitAndPublish = async (schema: string): Promise<void> => {
  await eventually(`an event of ${schema} that waits`, async () => {
    await shop.db.query('begin')
    try {
      const { rows } = await shop.db.query(
        `select id from ${schema}.outbox where published_at is null for update skip locked`,
      )
      if (rows.length > 0) await runner.kill()
      return rows.length > 0
    } finally {
      await shop.db.query('rollback')
    }
  })
  // As if their time had passed: whoever held a checkout or a text is dead.
  await shop.db.query(`
    update backend.idempotency_keys set locked_until = now() - interval '1 s' where locked_until is not null;
    update notifications.messages set due_at = now() where status = 'sending'`)
}

test('killed as a whole between commit and publish, while orders come in, it loses and doubles nothing', async () => {
  const shopper = shopperAt(shop.apiUrl)
  const { items } = await shopper.search({ inStock: 'true', limit: '1' })
  const product = items[0]?.id ?? ''
  await restock(shop, product)
  const lines = [{ productId: product, quantity: 1 }]
  const expectedTotalMinor = await shopper.quoteTotal(lines)
  const slots = await shopper.slots()

  let isOver = false
  let count = 0
  /** Orders as long as the others kill; what was not answered is asked again until it is. */
  const ordering = async (): Promise<AcknowledgedOrder[]> => {
    const orders: AcknowledgedOrder[] = []
    do {
      // In all slots by turns, so that none is full however long the kills take.
      const slotId = slots[count++ % slots.length]?.id
      const body = await shopper.checkoutBody(lines, { slotId, expectedTotalMinor })
      const answer = await shopper.checkoutUntilAnswered(body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      orders.push({ ...answer.body, phone: body.contact.phone, items: lines })
    } while (!isOver || orders.length < 6)
    return orders
  }
  const killing = async () => {
    try {
      await eventually('orders come in', () => count > 3)
      await killBetweenCommitAndPublish('orders')
      await runner.start()
    } finally {
      isOver = true
    }
  }
  const [placed] = await Promise.all([ordering(), killing()])

  expect(placed.length).toBeGreaterThan(5)
  expect(await auditAtRest({ ...shop, tick: runner.tick }, placed)).toEqual([])
})
