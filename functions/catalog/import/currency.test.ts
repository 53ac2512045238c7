import { expect, it } from 'vitest'
import { isCurrency } from './currency.ts'

it.each<[string, string[], string[]]>([
  [
    'RUB',
    ['RUB', 'rub', 'RUR', 'руб.', 'руб', '₽', 'р.', 'р', 'Рублей'],
    ['USD', '', '.', 'рупия', 'RUBY', '$', 'SR', 'грн'],
  ],
  ['SAR', ['SAR', 'SR', 'sr'], ['руб', '₽', '$']],
  ['USD', ['usd', '$', 'US$'], ['€', 'US', 'CA$']],
  ['PLN', ['zł', 'PLN'], ['kr']],
  ['UAH', ['₴', 'грн.', 'UAH'], ['₽']],
])('knows %s by %j', (code, own, foreign) => {
  expect(own.filter((name) => !isCurrency(name, code))).toEqual([])
  expect(foreign.filter((name) => isCurrency(name, code))).toEqual([])
})
