import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cacheDir } from '../../local/engines/paths.ts'
import { eventually } from '../support/eventually.ts'
import { newPhone, shopperAt } from '../support/shopper.ts'
import { codeSentBy } from '../support/sign-in.ts'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { pictures } from './support/pictures.ts'
import { addToCart, chooseSlot, openCheckout, textOf } from './support/shopping.ts'
import { enterWithCode } from './support/signing-in.ts'
import { vanishOnTheRoad } from './support/vanish.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(cacheDir, 'flow-logs', `account-${name}.png`), fullPage: true })

const enter = (page: Page, phone: string) => enterWithCode(web, page, phone)

const countIs = (page: Page, count: number) =>
  count === 0
    ? page.getByTestId('cart-count').waitFor({ state: 'detached' })
    : page.getByTestId('cart-count').getByText(String(count), { exact: true }).waitFor()

/** What the account of a phone has saved: how many products, of how many pieces. */
const savedBy = async (phone: string): Promise<{ products: number; pieces: number } | undefined> => {
  const { rows } = await web.shop.db.query<{ products: number; pieces: number }>(
    `select jsonb_array_length(lines) as products,
            (select coalesce(sum((line ->> 'quantity')::int), 0)::int from jsonb_array_elements(lines) as line) as pieces
       from backend.saved_carts join backend.accounts on accounts.id = account_id where phone = $1`,
    [phone],
  )
  return rows[0]
}
const saved = (phone: string, products: number, pieces: number) =>
  eventually(`a cart of ${products} products is saved`, async () => {
    const cart = await savedBy(phone)
    return cart?.products === products && cart.pieces === pieces
  })

describe('through the page', () => {
  test('a shopper signs in with the code of a text, finds the orders of a guest, and stays signed in', async () => {
    const phone = newPhone()
    const shopper = shopperAt(web.shop.apiUrl)
    const found = await shopper.search({ inStock: 'true', limit: '1' })
    const order = await shopper.order([{ productId: found.items[0]?.id ?? '', quantity: 1 }], {
      contact: { name: 'Анна', phone },
    })

    const { page, faults } = await visit(web, '/', { viewport: { width: 360, height: 740 } })
    await page.getByTestId('account-link').click()
    await picture(page, 'phone')
    await page.locator('[name=phone]').fill(phone)
    const code = await codeSentBy(web.shop.sms, phone, () => page.getByTestId('ask-code').click())
    await page.locator('[name=code]').fill(code === '000000' ? '000001' : '000000')
    await page.locator('.field-error').waitFor()
    await picture(page, 'wrong-code')
    await page.locator('[name=code]').fill(code)
    expect(await page.getByTestId('account-phone').innerText()).toBe(phone)

    await page.locator('form [name=name]').fill('Анна')
    await page.getByTestId('save-profile').click()
    await page.getByTestId('saved').waitFor()
    await page.getByTestId('add-address').click()
    await page.locator('[name=label]').fill('Дом')
    await page.locator('[name=street]').fill('Заводская улица')
    await page.locator('[name=house]').fill('7')
    await page.getByTestId('save-address').click()
    await page.getByTestId('address').waitFor()
    await page.getByTestId('order-texts').click()
    await page.getByTestId('messages-stopped').waitFor()
    expect(await page.getByTestId('order-texts').isChecked()).toBe(false)
    await picture(page, 'profile')
    await web.shop.runner.faults.disable('notificationsoperations')
    await page.getByTestId('order-texts').click()
    await page.getByTestId('messages-not-saved').waitFor()
    await web.shop.runner.faults.enable('notificationsoperations')
    expect(await page.getByTestId('order-texts').isChecked()).toBe(false)
    await page.getByTestId('order-texts').click()
    await page.getByTestId('messages-stopped').waitFor({ state: 'detached' })
    expect(await page.getByTestId('order-texts').isChecked()).toBe(true)

    await page.goto(`${web.url}/orders`)
    await page.locator(`[data-testid=own-order][data-order="${order.number}"]`).waitFor()
    await picture(page, 'orders')
    await page.getByText(order.number).click()
    expect(await page.getByTestId('order-number').innerText()).toBe(order.number)

    await page.getByTestId('language').click()
    await page.goto(`${web.url}/account`)
    await page.getByTestId('delete').click()
    await page.getByTestId('delete-account').click()
    await page.getByRole('alert').filter({ hasText: order.number }).waitFor()
    await picture(page, 'open-orders-en')
    await page.getByTestId('sign-out').click()
    await page.locator('[data-testid=account-link][data-signed-in=false]').waitFor()
    expect((await page.context().cookies()).filter(({ name }) => name === 'korob_session')).toEqual([])
    expect(faults).toEqual([])
  })

  test('who can be sent no code, as strangers have used them up, signs in with the spare one of the last text', async () => {
    const phone = newPhone()
    const shopper = shopperAt(web.shop.apiUrl)
    let asked = 202
    while (asked === 202) asked = (await shopper.send('POST', '/api/sign-ins', { body: { phone } })).status
    const spare = await eventually('a text with a spare code', () =>
      web.shop.sms
        .inbox({ to: phone })
        .messages.flatMap(({ body }) => /\w{4}-\w{4}-\w{4}/.exec(body)?.[0] ?? [])
        .at(0),
    )
    const { page } = await visit(web, '/sign-in')
    await page.locator('[name=phone]').fill(phone)
    await page.getByTestId('ask-code').click()
    await page.locator('[name=spareCode]').fill('0000 0000 0000')
    await page.getByTestId('sign-in-with-spare').click()
    await page.locator('.field-error').last().waitFor()
    await picture(page, 'spare-code')
    await page.locator('[name=spareCode]').fill(spare.toLowerCase())
    await page.getByTestId('sign-in-with-spare').click()
    expect(await page.getByTestId('account-phone').innerText()).toBe(phone)
  })

  test('a cart follows its shopper to another device, is ordered as their own, and stays with them when they sign out', async () => {
    const phone = newPhone()
    const [one, other] = [await visit(web), await visit(web)]
    await addToCart(one.page, 'плед')
    await addToCart(other.page, 'пазл')
    for (const { page } of [one, other]) {
      await page.getByTestId('account-link').click()
      await enter(page, phone)
      await page.getByTestId('account-phone').waitFor()
    }
    await countIs(other.page, 2)
    await saved(phone, 2, 2)
    await one.page.goto(web.url)
    await countIs(one.page, 2)
    await one.page.getByTestId('search').fill('')
    await addToCart(one.page, 'плед')
    await saved(phone, 2, 3)

    await openCheckout(one.page)
    await expect.poll(() => one.page.locator('[name=phone]').inputValue()).toBe(phone)
    await one.page.locator('[name=name]').fill('Анна')
    await one.page.locator('[name=street]').fill('Заводская улица')
    await one.page.locator('[name=house]').fill('7')
    await one.page.locator('[name=keepAddress]').check()
    await chooseSlot(one.page)
    await picture(one.page, 'checkout')
    await one.page.getByTestId('place-order').click()
    const number = await textOf(one.page, 'order-number')
    const { rows } = await web.shop.db.query<{ phone: string }>(
      `select phone from orders.orders join backend.accounts on accounts.id = account_id order by placed_at desc limit 1`,
    )
    expect(rows).toEqual([{ phone }])
    await saved(phone, 0, 0)

    await other.page.reload()
    await countIs(other.page, 0)
    await other.page.goto(`${web.url}/orders`)
    await other.page.locator(`[data-testid=own-order][data-order="${number}"]`).waitFor()
    await other.page.goto(web.url)
    await addToCart(other.page, 'зонт')
    await openCheckout(other.page)
    await other.page.locator('[name=savedAddress]').waitFor()
    await expect.poll(() => other.page.locator('[name=house]').inputValue()).toBe('7')
    await other.page.goto(`${web.url}/account`)
    await other.page.getByTestId('sign-out').click()
    await other.page.locator('[data-testid=account-link][data-signed-in=false]').waitFor()
    await countIs(other.page, 0)
    expect(await other.page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toMatch(/Заводская/)
    await saved(phone, 1, 1)
    await one.page.goto(web.url)
    await countIs(one.page, 1)
    expect([...one.faults, ...other.faults]).toEqual([])
  })

  test('two tabs that refresh at once stay signed in, and no script sees the cookie', async () => {
    const { page, faults } = await visit(web, '/sign-in')
    await enter(page, newPhone())
    await page.getByTestId('account-phone').waitFor()
    const tabs = await Promise.all([page.context().newPage(), page.context().newPage(), page.context().newPage()])
    await Promise.all(tabs.map((tab) => tab.goto(`${web.url}/account`)))
    for (const tab of tabs) await tab.getByTestId('account-phone').waitFor()
    expect(await page.evaluate('document.cookie')).toBe('')
    const [cookie] = await page.context().cookies(`${web.url}/api/session`)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/session' })
    expect(faults).toEqual([])
  })

  test("a courier comes by the same door, and sees the route; a shopper's number gets no further", async () => {
    const { page } = await visit(web, '/courier')
    await page.getByRole('link', { name: 'Вход' }).click()
    await enter(page, '+79990000001')
    await page.getByText('Илья').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/courier')
    await picture(page, 'courier')
    const { page: other } = await visit(web, '/sign-in?role=courier&next=/courier')
    await enter(other, newPhone())
    await other.locator('.notice-warning').waitFor()
    await eventually(
      'they are signed in nevertheless',
      async () => (await other.getByTestId('account-link').getAttribute('data-signed-in')) === 'true',
    )
  })

  test('an operator acts on an order, reads it in the log, and invites a colleague, who works there until the role is gone', async () => {
    const shopper = shopperAt(web.shop.apiUrl)
    const found = await shopper.search({ inStock: 'true', limit: '1' })
    const order = await shopper.order([{ productId: found.items[0]?.id ?? '', quantity: 1 }])
    const { page, faults } = await visit(web, '/operator')
    await page.getByRole('main').getByRole('link').click()
    await enter(page, '+79990000000')
    await page.getByText(order.number).click()
    await page.getByTestId('operator-status').waitFor()
    await page.locator('[name=text]').fill('Позвонить за час')
    await page.locator('[name=text]').press('Enter')
    await page.locator('section', { hasText: 'Позвонить за час' }).waitFor()
    await picture(page, 'operator-order')
    await page.getByTestId('new-link').click()
    const link = await page.getByTestId('made-link').inputValue()
    const { page: customer } = await visit(web, new URL(link).pathname)
    await customer.getByText(order.number).first().waitFor()
    await page.getByTestId('revoke-links').click()
    await page.getByTestId('revoke-links').click()
    await page.getByTestId('links-revoked').waitFor()
    expect(await page.getByTestId('made-link').count()).toBe(0)
    await eventually('the link is void', async () => {
      const { status } = await shopper.send('GET', `/api/tracking/${link.split('/').at(-1)}`)
      return status === 404
    })
    await picture(page, 'operator-order-links')

    // Of one entry of the trail to all that its request did.
    await page.getByTestId('trail-entry').filter({ hasText: 'order.placed' }).getByRole('link').first().click()
    await page.waitForURL(/correlationId=/)
    await page.getByTestId('trail-entry').filter({ hasText: 'order.placed' }).first().waitFor()
    await picture(page, 'request-trail')
    await page.getByTestId('outbox-link').click()
    await page.locator('[name=subject]').fill(order.orderId)
    await page.getByTestId('find-rows').click()
    const placed = page.getByTestId('outbox-row').filter({ hasText: 'order.placed' }).first()
    await placed.getByTestId('replay').click()
    await placed.getByText('Отправлено').last().waitFor()
    await picture(page, 'outbox')

    // The courier who has it is given it by the planner, then doesn't come: another has it at once.
    const assigned = await eventually('a courier', async () => {
      await web.shop.tick()
      const { rows } = await web.shop.db.query<{ courierId: string; date: string }>(
        `select courier_id as "courierId", service_date::text as date from delivery.delivery
           join delivery.stop on delivery_id = delivery.id join delivery.route on route.id = route_id
          where order_id = $1`,
        [order.orderId],
      )
      return rows[0]
    })
    await page.getByTestId('dispatch-link').click()
    await page.locator('[name=date]').fill(assigned.date)
    await page.getByTestId('show-day').click()
    const tripOf = (courierId: string) => page.locator(`[data-testid=trip][data-courier="${courierId}"]`)
    const trip = tripOf(assigned.courierId).filter({ hasText: order.number })
    await trip.getByTestId('show-trip').click()
    await page.getByTestId('map-stop').first().waitFor()
    await picture(page, 'dispatch')
    await trip.getByTestId('take-off').click()
    await trip.getByTestId('take-off').click()
    await page.locator(`[data-testid=off-duty][data-courier="${assigned.courierId}"]`).waitFor()
    const mine = page.getByTestId('dispatch-stop').filter({ hasText: order.number })
    await mine.waitFor()
    await picture(page, 'dispatch-without')
    await page.locator(`[data-testid=off-duty][data-courier="${assigned.courierId}"]`).getByTestId('restore').click()
    await mine.getByTestId('give-to').selectOption(assigned.courierId)
    await tripOf(assigned.courierId).filter({ hasText: order.number }).waitFor()
    await vanishOnTheRoad(web.shop, order.orderId)
    await page.getByTestId('audit-link').click()
    await page.getByTestId('dispatch-link').click()
    await page.locator('[name=date]').fill(assigned.date)
    await page.getByTestId('show-day').click()
    await trip.locator('[data-testid=trouble][data-trouble=overdue]').waitFor()
    await pictures(page, 'dispatch-trouble')
    await page.getByTestId('settle-step').first().click()
    await page.getByTestId('refused-steps').waitFor({ state: 'detached' })
    expect(await trip.getByTestId('end-trip').isDisabled()).toBe(true)
    for (const fate of await trip.getByTestId('fate').all()) await fate.selectOption('returned')
    await trip.getByTestId('end-trip').click()
    await trip.getByTestId('end-trip').click()
    await trip.getByTestId('trouble').waitFor({ state: 'detached' })

    await page.getByTestId('audit-link').click()
    await page.getByTestId('audit-entry').filter({ hasText: 'courier.change_day' }).first().waitFor()
    await page.getByTestId('audit-entry').filter({ hasText: 'trip.end' }).first().waitFor()
    await page.getByTestId('audit-entry').filter({ hasText: 'outbox' }).first().waitFor()
    await page.getByTestId('audit-entry').filter({ hasText: order.orderId }).first().waitFor()
    await picture(page, 'audit')

    await page.getByTestId('staff-link').click()
    // The demo's couriers are invited, each of them: none is left to choose.
    await page.locator('[name=courierId] option').nth(4).waitFor({ state: 'attached' })
    expect(await page.locator('[name=courierId] option:not([disabled])').count()).toBe(0)
    const phone = newPhone()
    await page.locator('[name=role]').selectOption('operator')
    await page.locator('[name=name]').fill('Ольга')
    await page.locator('[name=phone]').fill('123')
    await page.getByTestId('send-invite').click()
    await page.locator('.field-error').waitFor()
    await page.locator('[name=phone]').fill(phone)
    await page.getByTestId('send-invite').click()
    await page.getByTestId('invited').waitFor()
    const member = page.locator(`[data-testid=member][data-phone="${phone}"][data-role=operator]`)
    await member.waitFor()
    await picture(page, 'staff')
    const { page: colleague } = await visit(web, '/sign-in?role=operator&next=/operator/staff')
    await enter(colleague, phone)
    await colleague.locator(`[data-testid=member][data-phone="${phone}"]`).waitFor()
    await member.getByTestId('end-sessions').click()
    await member.getByTestId('sessions-ended').waitFor()
    await member.getByTestId('remove-member').click()
    await member.getByTestId('remove-member').click()
    await member.waitFor({ state: 'detached' })
    await colleague.reload()
    await colleague.getByRole('main').getByRole('link').waitFor()
    expect(faults).toEqual([])
  })
})
