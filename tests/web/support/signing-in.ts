import type { Page } from 'playwright-core'
import { codeSentBy } from '../../support/sign-in.ts'
import type { ShopWithPage } from './page.ts'

/** On the sign-in page: asks for a code and enters the one that the text brings. */
export const enterWithCode = async ({ shop }: ShopWithPage, page: Page, phone: string): Promise<void> => {
  await page.locator('[name=phone]').fill(phone)
  const code = await codeSentBy(shop.sms, phone, () => page.getByTestId('ask-code').click())
  await page.locator('[name=code]').fill(code)
}
