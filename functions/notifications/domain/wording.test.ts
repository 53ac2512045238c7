import { expect, test } from 'vitest'
import { clock, money, period } from './wording.ts'

test.each([
  { minor: 1_299_000, ru: '12 990 ₽', en: 'RUB 12,990' },
  { minor: 1_299_050, ru: '12 990,50 ₽', en: 'RUB 12,990.50' },
  { minor: 99, ru: '0,99 ₽', en: 'RUB 0.99' },
  { minor: 0, ru: '0 ₽', en: 'RUB 0' },
])('$minor is $ru', ({ minor, ru, en }) => {
  expect(money(minor, 'RUB', 'ru')).toBe(ru)
  expect(money(minor, 'RUB', 'en')).toBe(en)
})

test('times are those of the time zone, also across midnight', () => {
  expect(clock('2026-11-22T21:05:00Z', 'Europe/Moscow')).toBe('00:05')
  const window = { start: '2026-11-22T21:00:00Z', end: '2026-11-22T23:00:00Z' }
  expect(period(window, 'Europe/Moscow', 'ru')).toBe('23 ноября, 00:00–02:00')
  expect(period(window, 'Europe/London', 'en')).toBe('22 November, 21:00-23:00')
})
