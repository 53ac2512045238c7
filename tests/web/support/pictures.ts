import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { cacheDir } from '../../../local/engines/paths.ts'

/** As it is on a phone and on a desk; nothing may stick out of a phone's page. */
export const pictures = async (page: Page, name: string): Promise<void> => {
  const take = (width: number) =>
    page.screenshot({ path: join(cacheDir, 'flow-logs', `${name}-${width}.png`), fullPage: true })
  await take(1280)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.waitForFunction('document.documentElement.scrollWidth <= window.innerWidth')
  await take(390)
  await page.setViewportSize({ width: 1280, height: 900 })
}
