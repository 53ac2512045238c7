import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import city from '../demo/city.json' with { type: 'json' }
import { cityKey, houseNumber, streetKeys } from './address-keys.ts'

describe('a street is found', () => {
  test.each([
    ['Садовая улица', 'ул. Садовая'],
    ['улица Королёва', 'КОРОЛЕВА УЛ'],
    ['Берёзовая улица', 'березовая  улица'],
    ['Ёлочный переулок', 'пер.Елочный'],
    ['Большая Купеческая улица', 'ул. Купеческая Большая'],
    ['Липовый бульвар', 'б-р Липовый'],
    ['проспект Мира', 'Мира пр-т'],
    ['Волжская набережная', 'наб. Волжская'],
    ['Sadovaya Street', 'sadovaya st.'],
    ['Oktyabrsky Avenue', 'Avenue Oktyabrsky'],
  ])('%s by %s', (known, typed) => {
    expect(streetKeys(typed).whole).toBe(streetKeys(known).whole)
  })

  test('by its bare name when the type is left out', () => {
    expect(streetKeys('Гоголя').bare).toBe(streetKeys('улица Гоголя').bare)
  })

  test('apart from one of another type', () => {
    expect(streetKeys('Садовый переулок').whole).not.toBe(streetKeys('Садовая улица').whole)
  })

  test('even when its name is a type', () => {
    expect(streetKeys('Набережная улица')).toEqual({ whole: 'street:набережная', bare: 'набережная' })
  })

  test('й stays й while accents go', () => {
    expect(streetKeys('Тихий').bare).toBe('тихий')
    expect(streetKeys('Café').bare).toBe('cafe')
  })

  test('in the demo town under keys of its own in both languages', () => {
    const keys = city.streets.flatMap(({ name }) => [streetKeys(name.ru).whole, streetKeys(name.en).whole])
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('never by throwing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(typeof streetKeys(text).bare).toBe('string')
        expect(typeof cityKey(text)).toBe('string')
      }),
    )
  })
})

test.each(['Заречье', 'г. Заречье', 'город Заречье', ' ЗАРЕЧЬЕ '])('%s is Zarechye in Russian', (name) => {
  expect(cityKey(name)).toBe('заречье')
})

test.each([
  ['12', 12],
  ['12А', 12],
  ['д. 7', 7],
  ['дом 45 к.2', 45],
  ['3/5', 3],
  ['№ 8', 8],
  ['house 10', 10],
  ['без номера', undefined],
  ['', undefined],
  ['1234567', undefined],
])('house %s has number %s', (house, number) => {
  expect(houseNumber(house)).toBe(number)
})
