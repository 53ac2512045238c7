import type { Locator, Page } from 'playwright-core'
import { newPhone } from '../../support/shopper.ts'

/** What is found by words. */
const find = async (page: Page, words: string): Promise<Locator> => {
  const search = page.getByTestId('search')
  await search.fill(words)
  // Closes the suggestions, which lie over what is found.
  await search.press('Enter')
  const results = page.locator('[data-testid=results][aria-busy=false]')
  await results.filter({ hasText: `«${words}»` }).waitFor()
  return results
}

/** Finds a product by words and puts one piece of it into the cart. */
export const addToCart = async (page: Page, words: string): Promise<void> => {
  await (await find(page, words)).getByTestId('add-to-cart').first().click()
  await page.getByTestId('cart-count').waitFor()
}

/** The same by way of the product's own page. Answers its name. */
export const addToCartFromProduct = async (page: Page, words: string): Promise<string> => {
  await (await find(page, words)).getByTestId('product-card').first().getByRole('link').first().click()
  const product = page.getByTestId('product')
  const name = await product.getByRole('heading', { level: 1 }).innerText()
  await product.getByTestId('add-to-cart').click()
  await page.getByTestId('cart-count').waitFor()
  return name
}

/** From the cart to the checkout form. */
export const openCheckout = async (page: Page): Promise<void> => {
  await page.getByTestId('cart-link').click()
  await page.getByTestId('checkout').click()
}

/** Chooses the first slot that is free, and waits until the order can be placed. */
export const chooseSlot = async (page: Page): Promise<void> => {
  await page.getByTestId('slot').first().check()
  await page.locator('[data-testid=place-order]:enabled').waitFor()
}

/** From the cart to a checkout form that is filled in, its total counted. Answers the phone. */
export const fillCheckout = async (page: Page): Promise<string> => {
  const phone = newPhone()
  await openCheckout(page)
  await page.locator('[name=name]').fill('Анна')
  await page.locator('[name=phone]').fill(phone)
  await page.locator('[name=street]').fill('Заводская улица')
  await page.locator('[name=house]').fill('7')
  await page.locator('[name=apartment]').fill('12')
  await chooseSlot(page)
  return phone
}

export const textOf = (page: Page, testId: string): Promise<string> => page.getByTestId(testId).innerText()

export const waitForStatus = (page: Page, testId: 'order-status' | 'tracking-status', status: string): Promise<void> =>
  page.locator(`[data-testid=${testId}][data-status=${status}]`).waitFor({ timeout: 60_000 })
