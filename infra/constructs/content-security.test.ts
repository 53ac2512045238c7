import { describe, expect, test } from 'vitest'
import { shopConfig } from '../../web/src/shop.ts'
import { contentSecurityPolicy, pageConfig, tilesOrigin } from './content-security.ts'

const tiles = 'https://tile.example:8443/{z}/{x}/{y}.png?style=plain'

/** The sources of a kind that a policy lets a page load from. */
const sourcesOf = (policy: string, kind: string): string[] =>
  policy
    .split('; ')
    .map((line) => line.split(' '))
    .find(([name]) => name === kind)
    ?.slice(1) ?? []

describe('the policy of the page', () => {
  test('lets in tiles of the server that the page is told of, and nothing else of it', () => {
    const config = shopConfig(pageConfig({ shopTimeZone: 'Europe/Moscow', mapTiles: tiles }))
    expect(config.map.tiles).toBe(tiles)
    const policy = contentSecurityPolicy('eu-central-1', tiles)
    const pictures = sourcesOf(policy, 'img-src')
    const loaded = config.map.tiles.replace('{z}', '12').replace('{x}', '7').replace('{y}', '9')
    expect(pictures).toContain(new URL(loaded).origin)
    for (const kind of ['default-src', 'connect-src', 'style-src'])
      expect(sourcesOf(policy, kind).join(' ')).not.toContain('tile.example')
  })

  test('without a server of tiles lets in pictures of the shop alone: its own and those of its bucket, as a proof is', () => {
    expect(sourcesOf(contentSecurityPolicy('eu-central-1', undefined), 'img-src')).toEqual([
      "'self'",
      'data:',
      'blob:',
      'https://*.s3.eu-central-1.amazonaws.com',
    ])
    expect(shopConfig(pageConfig({ shopTimeZone: 'Europe/Moscow', mapTiles: undefined })).map.tiles).toBe('')
  })
})

test.each([
  'https://tile.example/{z}/{x}.png',
  'http://tile.example/{z}/{x}/{y}.png',
  'https://{s}.tile.example/{z}/{x}/{y}.png',
  'https://*.tile.example/{z}/{x}/{y}.png',
  'https://me@tile.example/{z}/{x}/{y}.png',
  '/tiles/{z}/{x}/{y}.png',
])('%s is no address of tiles', (wrong) => {
  expect(() => tilesOrigin(wrong)).toThrow()
})
