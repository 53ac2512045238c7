import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.svg': 'image/svg+xml',
}
const server = http
  .createServer((q, r) => {
    const p = new URL(q.url, 'http://x').pathname
    let f = join('dist/web', p)
    if (!existsSync(f) || p === '/' || !extname(p)) f = 'dist/web/index.html'
    r.setHeader('content-type', types[extname(f)] ?? 'application/octet-stream')
    r.end(readFileSync(f))
  })
  .listen(4871)
const now = Date.now(),
  iso = (m) => new Date(now + m * 60000).toISOString()
const tracking = {
  orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
  orderNumber: '10001-4',
  status: 'departed',
  window: { start: iso(-30), end: iso(90) },
  eta: iso(14),
  timeZone: 'Europe/Moscow',
  courier: { firstName: 'Илья' },
  stopsBefore: 2,
  code: '4821',
  destination: { lat: 57.3618, lon: 41.1321 },
  position: { lat: 57.3722, lon: 41.1083, at: iso(-1) },
  deliveredAt: null,
  history: [
    { status: 'preparing', at: iso(-300) },
    { status: 'assigned', at: iso(-299) },
    { status: 'departed', at: iso(-20) },
  ],
}
const browser = await chromium.launch({
  executablePath: process.env.TEST_CHROMIUM,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const extra = process.env.EXTRA ? await import(process.env.EXTRA) : null
const shots = extra?.shots ?? [
  ['track-phone', '/t/abc', { width: 360, height: 740 }, 'light'],
  ['track-desktop', '/t/abc', { width: 1280, height: 900 }, 'light'],
  ['track-dark', '/t/abc', { width: 360, height: 740 }, 'dark'],
]
for (const [name, path, viewport, colorScheme, act] of shots) {
  const c = await browser.newContext({
    viewport,
    colorScheme,
    locale: 'ru-RU',
    serviceWorkers: 'block',
    deviceScaleFactor: 1,
  })
  const page = await c.newPage()
  page.on('pageerror', (e) => console.log(name, 'ERR', e.message))
  page.on('console', (m) => {
    if (m.type() === 'error') console.log(name, m.text())
  })
  await page.route('**/api/**', (route) => {
    const u = new URL(route.request().url()).pathname
    const a = extra?.answer?.(u, iso)
    if (a) return route.fulfill({ json: a })
    if (u.startsWith('/api/tracking')) return route.fulfill({ json: tracking })
    return route.fulfill({ status: 404, json: {} })
  })
  await page.goto('http://localhost:4871' + path)
  await page.waitForTimeout(1500)
  if (act) await act(page)
  await page.screenshot({ path: `/tmp/${name}.png`, fullPage: true })
  await c.close()
}
await browser.close()
server.close()
