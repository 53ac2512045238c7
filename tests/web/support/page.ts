import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { cacheDir } from '../../../local/engines/paths.ts'
import { freePort } from '../../../local/engines/process/ports.ts'
import { type Edge, startEdge } from '../../../local/shop/edge/edge.ts'
import { required } from '../../support/required.ts'
import { startTestShop, type TestShop } from '../../support/test-shop.ts'

const chromiumPath = (): string => {
  const path = process.env.TEST_CHROMIUM
  if (path) return path
  throw new Error('there is no Chromium: set KOROB_CHROMIUM to one, and run flows with npm test')
}

/** As root, Chromium has no sandbox; the rest keeps it from talking to anyone. */
const chromiumArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A page, and the browser to visit it with. */
export interface PageInBrowser {
  browser: Browser
  /** Where the page is. */
  url: string
}

export interface ShopWithPage extends PageInBrowser {
  shop: TestShop
  stop(): Promise<void>
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs })

const startShopWithPage = async (): Promise<ShopWithPage> => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const shop = await startTestShop({ publicUrl: url })
  let edge: Edge | undefined
  try {
    edge = await startEdge({ port, web: required('TEST_WEB_DIR'), apiUrl: shop.apiUrl })
    const browser = await launchBrowser()
    const stopEdge = edge.stop
    const stop = async () => {
      await browser.close()
      await stopEdge()
      await shop.stop()
    }
    return { shop, browser, url, stop }
  } catch (error) {
    await edge?.stop()
    await shop.stop()
    throw error
  }
}

let shopWithPage: Promise<ShopWithPage> | undefined

/** The shop behind the built page that this file's suites share, and a browser; started for the first who asks. */
export const oneShopWithPage = (): Promise<ShopWithPage> => {
  shopWithPage ??= startShopWithPage()
  return shopWithPage
}

export const stopShopWithPage = async (): Promise<void> => {
  await (await shopWithPage)?.stop()
}

const pictureOf = async (page: Page, test: string): Promise<void> => {
  const name = `${test.replaceAll(/[^\p{L}\d]+/gu, '-')}-${new URL(page.url()).pathname.split('/')[1] || 'home'}`
  await page.screenshot({ path: join(cacheDir, 'flow-logs', `${name}.png`), fullPage: true })
}

/**
 * Pages end with their test: they poll as long as they are open. What a test saw last is kept, should it have failed,
 * beside the logs of its functions.
 */
const endWithTest = (page: Page): void =>
  onTestFinished(async ({ task }) => {
    try {
      if (task.result?.state === 'fail') await pictureOf(page, task.name)
    } finally {
      await page.context().close()
    }
  })

/** A new visitor; what the page throws is kept in `faults`. `watch` sees the page before it is loaded. */
export const visit = async (
  { browser, url }: PageInBrowser,
  path = '/',
  options: BrowserContextOptions = {},
  watch: (page: Page) => void = () => {},
): Promise<{ page: Page; faults: string[] }> => {
  const context = await browser.newContext({
    locale: 'ru-RU',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(240_000)
  const faults: string[] = []
  endWithTest(page)
  page.on('pageerror', (error) => faults.push(error.message))
  watch(page)
  await page.goto(url + path)
  return { page, faults }
}
