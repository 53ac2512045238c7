import { expect, it } from 'vitest'
import { foreignMark, isCurrency } from './currency.ts'

it.each([
  ['$12', 'RUB', '$'],
  ['12 €', 'RUB', '€'],
  ['12 USD', 'RUB', 'USD'],
  ['usd 12', 'RUB', 'usd'],
  ['12 ₽', 'RUB', undefined],
  ['12 руб.', 'RUB', undefined],
  ['12 RUR', 'RUB', undefined],
  ['SR 12', 'SAR', undefined],
  ['$12', 'USD', undefined],
  ['€12', 'USD', '€'],
  ['SR 50/4 pack', 'SAR', undefined],
  ['99 шт', 'RUB', undefined],
])('in %s of a file in %s finds %s', (amount, currency, mark) => {
  expect(foreignMark(amount, currency)).toBe(mark)
})

it('knows a currency by its code, and roubles by their names', () => {
  expect(['RUB', 'rub', 'руб.', '₽'].every((name) => isCurrency(name, 'RUB'))).toBe(true)
  expect(['USD', '', 'рупия', 'RUBY'].some((name) => isCurrency(name, 'RUB'))).toBe(false)
  expect(isCurrency('руб', 'SAR')).toBe(false)
})
