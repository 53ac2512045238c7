import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAmount, readCount, readFlag, readMeasure, toMinor } from './amounts.ts'

describe('an amount', () => {
  it.each([
    ['265,0', 265],
    ['1 265,50', 1265.5],
    ['1\u00a0265,5 ₽', 1265.5],
    ['2,375', 2375],
    ['50 / 4 pack', 50],
    ['1,234,567.89', 1234567.89],
    ['1.234.567,89', 1234567.89],
    ['1.299,-', 1299],
    ['₽12.5', 12.5],
    ['12,5 р.', 12.5],
    ['RUB 12.50', 12.5],
    ['1.299,- RUR', 1299],
    ['99 руб.', 99],
    ["1'000.00", 1000],
    ['0.125', 0.125],
    ['99.99000000000001', 99.99000000000001],
    ['1 234 567', 1234567],
    ['0', 0],
    ['-5', -5],
    ['₽ -5', -5],
    ['12.', 12],
    ['12,--', 12],
  ])('is read from %s', (text, amount) => {
    expect(readAmount(text, 'RUB')).toBe(amount)
  })

  it.each([
    '',
    'free',
    'No old price',
    '12 or 13',
    '1e9',
    'abcd 5',
    '--',
    '5 5 5 apples and more',
    '12 34',
    '1,2,3',
    '1.234,567,8',
    '(5)',
    '5-7',
    '5 млн',
    '100 тыс',
    '100 тыс.',
    '100k',
    'от 100',
    'до 100',
    '99 коп',
    '5 zł',
    '5 грн',
    '5 тг',
    '5 сом',
    '5 дол.',
    '5 kr',
    'US 10',
    'US$ 10',
    'SR 10',
    '3 шт',
    '100/3 шт',
    '100/кг',
    '~100',
    '100%',
  ])('is not read from %j', (text) => {
    expect(readAmount(text, 'RUB')).toBeUndefined()
  })

  it('is read with the marks of its currency only', () => {
    const texts = ['SR 50/4 pack', 'SAR 50', '50 sr', '50', '50 ₽', '$50']
    expect(texts.map((text) => readAmount(text, 'SAR'))).toEqual([50, 50, 50, 50, undefined, undefined])
  })

  it('is read back however its thousands and decimals are written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_99 }),
        fc.constantFrom('en', 'de', 'ru', 'fr'),
        (minor, locale) => {
          const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100)
          expect(toMinor(readAmount(text, 'RUB') ?? Number.NaN, 1)).toBe(minor)
        },
      ),
    )
  })
})

it('rounds half up in minor units, without binary dust', () => {
  expect([toMinor(1.005, 1), toMinor(0.285, 1), toMinor(265, 24.5), toMinor(101.5, 24.5)]).toEqual([
    101, 29, 649_250, 248_675,
  ])
})

it('reads counts, measures and flags, or nothing', () => {
  expect(['3', '1 200', '3 шт.', '3шт', '2.5', '-1', 'x', '5 тыс', '3 ₽'].map(readCount(['шт']))).toEqual([
    3,
    1200,
    3,
    3,
    ...Array(5).fill(undefined),
  ])
  expect(['3', '2,5', '2.5', '-1', '1 2', 'x'].map(readMeasure)).toEqual([3, 2.5, 2.5, -1, undefined, undefined])
  expect(['TRUE', 'да', '0', 'Нет', 'maybe'].map(readFlag)).toEqual([true, true, false, false, undefined])
})
