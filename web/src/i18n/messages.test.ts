import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { counted } from './plural.ts'
import { ru } from './ru.ts'

/** Every message by its path; functions by what they take. */
const flatten = (table: object, above = ''): [string, unknown][] =>
  Object.entries(table).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' ? flatten(value, `${above}${key}.`) : [[above + key, value]],
  )

const shape = (table: object) => flatten(table).map(([path, value]) => [path, typeof value])
const texts = (table: object) =>
  flatten(table).filter((entry): entry is [string, string] => typeof entry[1] === 'string')

describe('the message tables', () => {
  it('have the same keys of the same kinds', () => {
    expect(shape(en)).toEqual(shape(ru))
  })

  it('leave nothing empty or untrimmed', () => {
    for (const [path, text] of [...texts(ru), ...texts(en)]) expect(text, path).toMatch(/^\S(.*\S)?$/s)
  })

  it('keep to their language, but for the name of the other', () => {
    const cyrillic = texts(en).filter(
      ([path, text]) => path !== 'nav.otherLanguage' && /\p{Script=Cyrillic}/u.test(text),
    )
    expect(cyrillic).toEqual([])
    const latin = texts(ru).filter(
      ([path, text]) => path !== 'nav.otherLanguage' && /\p{Script=Latin}/u.test(text.replace('SMS', '')),
    )
    expect(latin).toEqual([])
  })
})

describe('counted', () => {
  it('knows the forms of Russian numerals', () => {
    const forms = { one: 'товар', few: 'товара', many: 'товаров', other: 'товара' }
    const texts = [0, 1, 2, 5, 11, 21, 22, 25, 111].map((count) => counted('ru', count, forms))
    expect(texts).toEqual([
      '0 товаров',
      '1 товар',
      '2 товара',
      '5 товаров',
      '11 товаров',
      '21 товар',
      '22 товара',
      '25 товаров',
      '111 товаров',
    ])
  })

  it('and of English ones', () => {
    expect([0, 1, 2].map((count) => counted('en', count, { one: 'item', other: 'items' }))).toEqual([
      '0 items',
      '1 item',
      '2 items',
    ])
  })
})
