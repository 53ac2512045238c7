import { describe, expect, it } from 'vitest'
import { shopConfig } from './shop.ts'

describe("the shop's settings", () => {
  it('have sensible defaults, whatever config.json holds', () => {
    const defaults = shopConfig(undefined)
    expect(defaults).toMatchObject({ apiBase: '/api', timeZone: 'Europe/Moscow' })
    for (const found of [
      null,
      7,
      'x',
      [],
      { apiBase: 7, city: { ru: 'Тверь' }, timeZone: null, map: { city: 7, tiles: 'https://tiles.example.org' } },
    ])
      expect(shopConfig(found)).toEqual(defaults)
  })

  it('take what config.json says', () => {
    const found = {
      apiBase: 'https://api.example.org/prod/api/',
      city: { ru: 'Тверь', en: 'Tver' },
      timeZone: 'Asia/Omsk',
      map: { city: '/map/tver.geo.json', tiles: 'https://tiles.example.org/{z}/{x}/{y}.png' },
    }
    expect(shopConfig(found)).toEqual({ ...found, apiBase: 'https://api.example.org/prod/api' })
  })
})
