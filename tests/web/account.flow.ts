import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cacheDir } from '../../local/engines/paths.ts'
import { eventually } from '../support/eventually.ts'
import { newPhone, shopperAt } from '../support/shopper.ts'
import { codeSentBy } from '../support/sign-in.ts'
import { type ShopWithPage, startShopWithPage, visit } from './support/page.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await startShopWithPage()
})
afterAll(() => web?.stop())

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(cacheDir, 'flow-logs', `account-${name}.png`), fullPage: true })

const enter = async (page: Page, phone: string): Promise<void> => {
  await page.locator('[name=phone]').fill(phone)
  const code = await codeSentBy(web.shop.sms, phone, () => page.getByTestId('ask-code').click())
  await page.locator('[name=code]').fill(code)
}

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
    await picture(page, 'profile')

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
})
