import { randomUUID } from 'node:crypto'
import type { Page, Route } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { shopperAt } from '../support/shopper.ts'
import { signInWith } from '../support/sign-in.ts'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { addToCart, fillCheckout, textOf } from './support/shopping.ts'
import { enterWithCode } from './support/signing-in.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

const ordersOf = async (phone: string): Promise<number> => {
  const { rows } = await web.shop.db.query<{ count: number }>(
    `select count(*)::int as count from orders.orders where contact ->> 'phone' = $1`,
    [phone],
  )
  return rows[0]?.count ?? 0
}

/** Lets requests for orders reach the shop and loses the answers of the first `count`. */
const loseAnswers = async (page: Page, count: number) => {
  const keys: (string | undefined)[] = []
  await page.route('**/api/orders', async (route: Route) => {
    keys.push(route.request().headers()['idempotency-key'])
    const answer = await route.fetch()
    if (keys.length <= count) await route.abort('connectionreset')
    else await route.fulfill({ response: answer })
  })
  return keys
}

describe('when the answer to an order is lost', () => {
  test('the page asks again with the same key, and there is one order', async () => {
    const { page, faults } = await visit(web)
    await addToCart(page, 'плед')
    const phone = await fillCheckout(page)
    const keys = await loseAnswers(page, 1)
    await page.getByTestId('place-order').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(await ordersOf(phone)).toBe(1)
    expect(await page.getByTestId('cart-count').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('a page closed meanwhile says so when it is opened again, and finds the order that was taken, also once signed in', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'плед')
    const phone = await fillCheckout(page)
    const keys = await loseAnswers(page, 1)
    const lost = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/orders'))
    await page.getByTestId('place-order').click()
    await lost
    await page.reload()
    await page.getByTestId('unanswered').waitFor()
    expect(await page.getByTestId('place-order').count()).toBe(0)

    // The account has a cart of another device: what was ordered is taken out of both as one.
    const shopper = shopperAt(web.shop.apiUrl)
    const { accessToken } = await signInWith(web.shop, shopper, phone)
    const productId = (await shopper.search({ q: 'пазл', limit: '1' })).items[0]?.id
    const saved = { cartId: randomUUID(), lines: [{ productId, quantity: 1 }] }
    const headers = { authorization: `Bearer ${accessToken}` }
    expect(await shopper.send('PUT', '/api/cart', { body: saved, headers })).toMatchObject({ status: 200 })
    await page.goto(`${web.url}/sign-in`)
    await enterWithCode(web, page, phone)
    await page.getByTestId('cart-count').filter({ hasText: '2' }).waitFor()
    await page.goto(`${web.url}/checkout`)
    await page.getByTestId('check-order').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
    expect(new Set(keys).size).toBe(1)
    expect(await ordersOf(phone)).toBe(1)
    await page.getByTestId('cart-count').filter({ hasText: '1' }).waitFor()
    await eventually('only what was not ordered is saved', async () => {
      const { body } = await shopper.send<{ lines: { productId: string }[] }>('GET', '/api/cart', { headers })
      return body.lines.length === 1 && body.lines[0]?.productId === productId
    })
  })

  test('a button pressed twice places one order', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'плед')
    const phone = await fillCheckout(page)
    const keys = await loseAnswers(page, 0)
    await page.getByTestId('place-order').evaluate((button: HTMLButtonElement) => {
      button.click()
      button.click()
    })
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
    expect(keys).toHaveLength(1)
    expect(await ordersOf(phone)).toBe(1)
  })
})

const focused = 'document.activeElement && document.activeElement.getAttribute("name")'
const refusal = (code: string) => `[data-testid=refusal][data-code=${code}]`

describe('what the shop refuses', () => {
  test('a phone that no one has and an unknown street are named at their fields', async () => {
    const { page, faults } = await visit(web)
    await addToCart(page, 'кастрюля')
    await fillCheckout(page)
    await page.locator('[name=phone]').fill('123')
    await page.locator('[name=street]').fill('Небывалая улица')
    await page.locator('[name=street][aria-invalid=true]').waitFor()
    await page.getByTestId('place-order').click()
    await page.locator(refusal('invalid_request')).waitFor()
    await page.locator('[name=phone][aria-invalid=true]').waitFor()
    await page.waitForFunction(`(${focused}) === 'phone'`)
    await page.locator('[name=phone]').fill('8 916 123-45-67')
    await page.locator('[name=street]').fill('ул. Заводская')
    await page.getByTestId('place-order').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
    expect(faults).toEqual([])
  })

  test('a price that has changed is shown, and ordered at only when confirmed', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'плед')
    await fillCheckout(page)
    const before = Number(await page.getByTestId('total').getAttribute('data-minor'))
    await web.shop.db.query(`update catalog.product set price_minor = price_minor - 1000 where name_ru ilike 'плед%'`)
    await page.getByTestId('place-order').click()
    await page.locator(refusal('price_changed')).waitFor()
    await page.locator(`[data-testid=total][data-minor="${before - 1000}"]`).waitFor()
    await page.getByTestId('place-order').click()
    const number = await textOf(page, 'order-number')
    const { rows } = await web.shop.db.query<{ total: number }>(
      'select total_minor::int as total from orders.orders order by placed_at desc limit 1',
    )
    expect(rows).toEqual([{ total: before - 1000 }])
    expect(number).toMatch(/^\d/)
  })

  test('a delivery fee that an operator changed meanwhile is shown, old and new, before it is ordered at', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'пазл')
    await fillCheckout(page)
    await web.shop.db.query(`update delivery.zone set fee_minor = fee_minor + 5000`)
    const changedAtMs = Date.now()
    // Each environment of delivery keeps its copy of the zones for a second.
    await expect.poll(() => Date.now() - changedAtMs, { timeout: 5_000 }).toBeGreaterThan(1_200)
    await page.getByTestId('place-order').click()
    const fee = page.locator('[data-testid=fee-changed]')
    await fee.waitFor()
    expect(await fee.innerText()).toMatch(/249.*299/)
    await page.getByTestId('place-order').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
  })

  test('goods sold meanwhile are named, each that is, and the rest can be ordered', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'пазл')
    for (const words of ['чайник', 'зонт']) {
      await page.getByTestId('search').fill('')
      await addToCart(page, words)
    }
    await fillCheckout(page)
    const gone = `product_id in (select id from catalog.product where name_ru ~* '^(чайник|зонт)')`
    const { rows: stock } = await web.shop.db.query<{ id: string; pieces: number }>(
      `select product_id as id, on_hand as pieces from catalog.stock where ${gone}`,
    )
    await web.shop.db.query(`update catalog.stock set on_hand = 0 where ${gone}`)
    await page.getByTestId('place-order').click()
    await page.locator(refusal('out_of_stock')).filter({ hasText: 'Чайник' }).filter({ hasText: 'Зонт' }).waitFor()
    for (const { id, pieces } of stock)
      await web.shop.db.query('update catalog.stock set on_hand = $1 where product_id = $2', [pieces, id])
    await page.locator(refusal('out_of_stock')).getByRole('button').click()
    await page.locator('[data-testid=place-order]:enabled').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
    const { rows } = await web.shop.db.query<{ name: string }>(
      `select order_lines.name ->> 'ru' as name from orders.order_lines
        where order_id = (select id from orders.orders order by placed_at desc limit 1)`,
    )
    expect(rows.map(({ name }) => name)).toEqual([expect.stringMatching(/пазл/i)])
  })

  test('a slot taken meanwhile is let go, the others are asked for again', async () => {
    const { page } = await visit(web)
    await addToCart(page, 'зонт')
    await fillCheckout(page)
    const slotId = await page.getByTestId('slot').first().getAttribute('value')
    await web.shop.db.query('update delivery.slot set capacity = 0 where id = $1', [slotId])
    await page.getByTestId('place-order').click()
    await page.locator(refusal('slot_taken')).waitFor()
    await page.locator(`[data-testid=slot][value="${slotId}"]`).waitFor({ state: 'detached' })
    await page.waitForFunction(`(${focused}) === 'slot'`)
    await page.getByTestId('slot').first().check()
    await page.getByTestId('place-order').click()
    expect(await textOf(page, 'order-number')).toMatch(/^\d/)
  })
})

const cartKey = 'korob.cart'
const countOf = async (page: Page) => Number(await page.getByTestId('cart-count').innerText())

describe('the cart', () => {
  test('survives a reload and is one in all tabs', async () => {
    const { page, faults } = await visit(web)
    await addToCart(page, 'плед')
    await page.reload()
    expect(await countOf(page)).toBe(1)
    const other = await page.context().newPage()
    await other.goto(web.url)
    await addToCart(other, 'пазл')
    await page.getByTestId('cart-count').filter({ hasText: '2' }).waitFor()
    await page.getByTestId('cart-link').click()
    await page.getByTestId('cart-line').nth(1).waitFor()
    expect(faults).toEqual([])
  })

  test('is empty and works where the browser has kept what is none', async () => {
    const { page, faults } = await visit(web)
    for (const kept of ['{', '"cart"', '{"id":7,"lines":[{"productId":1},null,{"quantity":"x"}]}', '[]', 'null']) {
      await page.evaluate(([key, text]) => localStorage.setItem(key as string, text as string), [cartKey, kept])
      await page.reload()
      await page.getByTestId('add-to-cart').first().click()
      expect(await countOf(page), kept).toBe(1)
      await page.reload()
      expect(await countOf(page), kept).toBe(1)
    }
    expect(faults).toEqual([])
  })
})

test('a field that nobody sees and a password manager filled costs one refusal, and no order is lost', async () => {
  const { page } = await visit(web)
  await addToCart(page, 'плед')
  const phone = await fillCheckout(page)
  await page.locator('[name=website]').evaluate((field: HTMLInputElement) => {
    field.value = 'https://example.com'
  })
  await page.getByTestId('place-order').click()
  await page.locator(refusal('too_many_requests')).waitFor()
  expect(await ordersOf(phone)).toBe(0)
  await page.getByTestId('place-order').click()
  expect(await textOf(page, 'order-number')).toMatch(/^\d/)
  expect(await ordersOf(phone)).toBe(1)
})
