import { describe, expect, it } from 'vitest'
import { amountOf, minorOf, money, percentOff } from './money.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
  it('writes whole roubles without kopecks, in both languages', () => {
    expect(plain(money(149_000, 'RUB', 'ru'))).toBe('1 490 ₽')
    expect(plain(money(149_000, 'RUB', 'en'))).toBe('₽1,490')
    expect(plain(money(0, 'RUB', 'ru'))).toBe('0 ₽')
  })

  it('keeps every kopeck, also of the largest amount', () => {
    expect(plain(money(149_005, 'RUB', 'ru'))).toBe('1 490,05 ₽')
    expect(plain(money(99_999_999_999, 'RUB', 'ru'))).toBe('999 999 999,99 ₽')
    expect(plain(money(5, 'RUB', 'ru'))).toBe('0,05 ₽')
    expect(plain(money(-150, 'RUB', 'ru'))).toBe('-1,50 ₽')
  })

  it("asks each currency for its minor unit's size", () => {
    expect(plain(money(1500, 'JPY', 'en'))).toBe('¥1,500')
  })
})

describe('percentOff', () => {
  it('never promises more than is saved', () => {
    expect(percentOff(249_000, 299_000)).toBe(16)
    expect(percentOff(100, 100)).toBe(0)
    expect(percentOff(100, 90)).toBe(0)
    expect(percentOff(100, 0)).toBe(0)
  })
})

describe('an amount in a field', () => {
  it('is read as it was written, with a point or a comma', () => {
    for (const minor of [0, 5, 50, 100, 24_950, 99_999_999_999]) expect(minorOf(amountOf(minor))).toBe(minor)
    expect([minorOf('1 490,5'), minorOf(' 249.50 ')]).toEqual([149_050, 24_950])
  })

  it('is none if it is no amount', () => {
    for (const text of ['', '-1', '1.234', '1e3', 'free', '9999999999']) expect(minorOf(text)).toBeUndefined()
  })
})
