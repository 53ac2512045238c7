import { services } from '@korob/platform/migrate'
import { beforeAll, describe, expect, test } from 'vitest'
import { documentText } from '../../infra/openapi/write.ts'
import { documentedEndpoints } from '../../infra/services.ts'
import { oneShopWithPage, type ShopWithPage, visit } from '../web/support/page.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

const docs = '/api/docs'

describe('the API document', () => {
  test('is served as it is kept, and costs nothing when it is known', async () => {
    const answer = await fetch(`${web.url}/api/openapi.json`)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.text()).toBe(documentText())
    const known = { 'if-none-match': answer.headers.get('etag') ?? '' }
    expect((await fetch(`${web.url}/api/openapi.json`, { headers: known })).status).toBe(304)
  })

  test.each(['none.js', '..%2Findex.js', 'openapi.json', '__proto__'])(
    'has no file %s beside its page',
    async (file) => {
      const answer = await fetch(`${web.url}${docs}/${file}`)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ code: 'not_found' })
    },
  )
})

const operationsOf = (names: readonly string[]) =>
  documentedEndpoints.filter(({ service }) => names.includes(service)).length

describe.each([
  ["behind the shop's own address", () => web.url, services],
  // Drawing a hundred operations takes a browser seconds: once is enough.
  ["behind API Gateway's, below its stage", () => web.shop.apiUrl, ['catalog']],
] as const)('its page %s', (_where, rootOf, opened) => {
  test('shows every operation, keeps to its Content-Security-Policy, and sends requests to where it came from', async () => {
    const root = rootOf()
    const elsewhere: string[] = []
    const complaints: string[] = []
    const { page, faults } = await visit({ ...web, url: root }, docs, {}, (watched) => {
      watched.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      watched.on('request', (request) => {
        if (!request.url().startsWith(`${root}/api/`) && !request.url().startsWith('data:'))
          elsewhere.push(request.url())
      })
    })
    await page.getByRole('heading', { name: 'Korob' }).waitFor()
    for (const service of opened) await page.locator(`#operations-tag-${service}`).click()
    await expect.poll(() => page.locator('.opblock').count()).toBe(operationsOf(opened))
    expect(complaints).toEqual([])
    const { headers } = await fetch(`${root}${docs}`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")

    const search = page.locator('#operations-catalog-searchProducts')
    await search
      .getByRole('button', { name: /api.*search/ })
      .first()
      .click()
    await search.getByRole('button', { name: 'Try it out' }).click()
    const answered = page.waitForResponse((response) => response.url().startsWith(`${root}/api/search`))
    await search.getByRole('button', { name: 'Execute' }).click()
    expect((await answered).status()).toBe(200)
    await search.locator('.live-responses-table').getByText('x-correlation-id').waitFor()
    expect(elsewhere).toEqual([])
    expect(faults).toEqual([])
  })
})
