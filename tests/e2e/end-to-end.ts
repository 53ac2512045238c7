import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { bring } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { orderToDoor } from '../support/order-to-door.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { launchBrowser, visit } from '../web/support/page.ts'
import { addToCart, fillCheckout, textOf, waitForStatus } from '../web/support/shopping.ts'
import { type Target, textsTo } from './target.ts'

// The end-to-end tests, against whatever shop is given: they know it by its addresses alone.

const surroundingsOf = (target: () => Target) => {
  const shopper = (): Shopper => shopperAt(target().apiUrl)
  return {
    shopper,
    deliver: async (number: string) => bring(shopper(), await target().courierTokens(), number),
    texts: (phone: string) => textsTo(target().sms, phone),
  }
}

/** Through the API. Answers, once they have run, the orders that were placed. */
export const ordersEndToEnd = (target: () => Target): AcknowledgedOrder[] => {
  const { shopper, deliver, texts } = surroundingsOf(target)
  const placed: AcknowledgedOrder[] = []

  describe('an order', () => {
    test('becomes texts at each step, and its status follows the parcel to the door', async () => {
      const { items } = await shopper().search({ inStock: 'true', limit: '1' })
      const lines = items.map(({ id }) => ({ productId: id, quantity: 1 }))
      placed.push(await orderToDoor({ shopper: shopper(), texts, deliver }, lines))
    })

    test('that is malformed is refused with problem details, and a path that is none is not found', async () => {
      const refused = await shopper().checkout({ items: [] })
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request'])
      const unknown = await shopper().send('GET', '/api/nothing-here')
      expect(unknown.status).toBeGreaterThanOrEqual(403)
      expect(unknown.status).toBeLessThan(405)
    })

    test("is no one else's to read, nor a courier's route", async () => {
      const [item] = (await shopper().search({ inStock: 'true', limit: '1' })).items
      const order = await shopper().order([{ productId: item?.id ?? '', quantity: 1 }])
      placed.push(order)
      expect((await shopper().readOrder(order.orderId, 'x'.repeat(order.trackingToken.length))).status).toBe(404)
      expect((await shopper().send('GET', '/api/courier/route')).status).toBe(401)
      const forged = { authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.` }
      const answer = await shopper().send('GET', '/api/courier/route', { headers: forged })
      expect([401, 403]).toContain(answer.status)
      // Nothing stays on the road: the next run meets the shop as this one did.
      await eventually('a courier is assigned', async () => {
        const { body } = await shopper().readOrder(order.orderId, order.trackingToken)
        return body.status === 'scheduled'
      })
      expect(await deliver(order.number)).toBe(1)
    })
  })

  return placed
}

/** Through the page, in a browser. */
export const pageEndToEnd = (target: () => Target): void => {
  const { deliver, texts } = surroundingsOf(target)

  describe.skipIf(!process.env.TEST_CHROMIUM)('the page', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser?.close())

    test('takes an order, and the link of the text follows it to the door', async () => {
      const { page, faults } = await visit({ browser, url: target().url })
      await addToCart(page, 'чайник')
      const phone = await fillCheckout(page)
      await page.getByTestId('place-order').click()
      const number = await textOf(page, 'order-number')
      await waitForStatus(page, 'order-status', 'scheduled')
      const link = await eventually(
        'the link of the text',
        async () => /https?:\S+\/t\/[\w-]{44}/.exec((await texts(phone)).join(' '))?.[0],
      )
      const tracking = await visit({ browser, url: target().url }, new URL(link).pathname)
      await waitForStatus(tracking.page, 'tracking-status', 'assigned')
      expect(await deliver(number)).toBe(1)
      await waitForStatus(tracking.page, 'tracking-status', 'delivered')
      await waitForStatus(page, 'order-status', 'delivered')
      expect([...faults, ...tracking.faults]).toEqual([])
    })
  })
}
