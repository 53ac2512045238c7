import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean } from './did-you-mean.ts'
import { fold } from './fold.ts'
import { headOf } from './head.ts'
import { inOtherLayout } from './layout.ts'
import { marksIn } from './marks.ts'
import { measuresIn } from './measures.ts'
import { modelsIn } from './models.ts'
import { understand } from './query.ts'
import { recordedQuery } from './recorded.ts'
import { soundOf } from './sound.ts'
import { stem } from './stem.ts'
import { noSynonyms, readSynonyms } from './synonyms.ts'

const read = (text: string) => understand(text, noSynonyms)
const termsOf = (text: string) => read(text).terms.map((term) => [term.kind, ...term.words])

describe('a query', () => {
  it.each([
    [
      'два стула',
      [
        ['word', 'два'],
        ['word', 'стула'],
      ],
    ],
    ['для сковороды', [['word', 'сковороды']]],
    ['для', [['word', 'для']]],
    ['KB-0001', [['code', 'kb', '0001']]],
    [
      'стол 80 см',
      [
        ['word', 'стол'],
        ['measure', '80', 'см'],
      ],
    ],
    [
      '51x51',
      [
        ['code', '51'],
        ['code', '51'],
      ],
    ],
    ['FÄRGRIK', [['word', 'fargrik']]],
    ['!!! 🪑', []],
    [
      'белый стул ❤️ ☀️ ✔️ \u0301\u0301',
      [
        ['word', 'белый'],
        ['word', 'стул'],
      ],
    ],
    ['', []],
  ])('%j is understood', (text, terms) => {
    expect(termsOf(text)).toEqual(terms)
  })

  it('may be typed in the other layout, also where letters are punctuation there', () => {
    expect(read('yjen,er').terms).toEqual([
      { kind: 'word', words: ['yjen', 'er'], alternatives: [{ words: ['ноутбук'], by: 'layout' }], sound: undefined },
    ])
    expect(inOtherLayout('лфддфч')).toBe('kallax')
    expect(inOtherLayout('стул-x')).toBeUndefined()
  })

  it('is widened by other names of a thing, in whatever form it is named', () => {
    const synonyms = readSynonyms([
      ['диван', 'софа', 'sofa'],
      ['внешний аккумулятор', 'power bank'],
    ])
    const names = (text: string) =>
      understand(text, synonyms).terms.map((term) =>
        term.kind === 'measure'
          ? []
          : term.alternatives.filter(({ by }) => by === 'synonym').map(({ words }) => words.join(' ')),
      )
    expect(names('диваны')).toEqual([['софа', 'sofa']])
    expect(names('внешние аккумуляторы')).toEqual([['power bank'], ['power bank']])
    expect(names('стол')).toEqual([[]])
  })

  it('is understood whatever it is, and has a bounded number of terms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(read(text).terms.length).toBeLessThanOrEqual(12)
      }),
    )
  })

  it.each(['㌖'.repeat(200), '1㌖'.repeat(100), '𝒳'.repeat(200), '㌖'.repeat(50).concat(' ', '㌖'.repeat(50))])(
    'has no word longer than PostgreSQL takes: %s',
    (text) => {
      const words = read(text).terms.flatMap((term) => [
        ...term.words,
        ...(term.kind === 'code' ? [term.code] : []),
        ...(term.kind === 'measure' ? [] : term.alternatives.flatMap((one) => one.words)),
      ])
      expect(words.length).toBeGreaterThan(0)
      for (const word of words) {
        expect([...word].length).toBeLessThanOrEqual(60)
        expect(word.isWellFormed()).toBe(true)
      }
    },
  )
})

it.each([
  ['1,7 л', ['ml:1700']],
  ['1700мл', ['ml:1700']],
  ['120 × 60 см', ['mm:1200', 'mm:600']],
  ['8 / 128 гб', ['mb:8000', 'mb:128000']],
  ['20 000 ма·ч', ['mah:20000']],
  ['27″', ['mm:685.8']],
  ['128gb', ['mb:128000']],
  ['2 мяча', []],
  ['kb-0001', []],
])('%j measures %j', (text, measures) => {
  expect(measuresIn(text)).toEqual(measures)
})

it.each([
  ['сковорода', 'skovoroda'],
  ['каллакс', 'kallax'],
  ['хемнес', 'hemnes'],
  ['наушники', 'naushniki'],
  ['самсунг', 'samsung'],
  ['ксиаоми', 'xiaomi'],
])('%s sounds like %s', (one, other) => {
  expect(soundOf(one)).toBe(soundOf(other))
})

it.each([
  ['сковороды', 'сковорода'],
  ['стульями', 'стул'],
  ['chairs', 'chair'],
  ['boxes', 'box'],
  ['batteries', 'battery'],
])('%s and %s have one stem', (one, other) => {
  expect(stem(one)).toBe(stem(other))
})

it.each([
  ['Zhar cast-iron skillet, 26 cm', 'skillet'],
  ['Cover for 3-seat sofa', 'cover'],
  ['EKTORP, 3-seat sofa', 'ektorp sofa'],
  ['NORDVIKEN Bar table and 4 bar stools', 'table'],
  ['Стол письменный «Верста» 120 × 60 см', 'стол письменный'],
  ['Чехол для ноутбука', 'чехол'],
])('%j is named as %j', (name, head) => {
  expect(headOf(name)).toBe(head)
})

it('marks the words that answer a query, and where none does those that nearly do', () => {
  const marked = (text: string, q: string) => marksIn(text, read(q)).map(([from, to]) => text.slice(from, to))
  expect(marked('Сковорода блинная «Ёлка» 28 см', 'сковороды елка')).toEqual(['Сковорода', 'Ёлка'])
  expect(marked('Сковорода блинная', 'скаворода')).toEqual(['Сковорода'])
  expect(marked('FÄRGRIK mug', 'fargrik')).toEqual(['FÄRGRIK'])
  expect(marked('Ноутбук', 'yjen,er')).toEqual(['Ноутбук'])
  expect(marked('Стул', 'лампа')).toEqual([])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, q) => {
      let last = 0
      for (const [from, to] of marksIn(text, read(q))) {
        expect(from).toBeGreaterThanOrEqual(last)
        expect(to).toBeGreaterThan(from)
        last = to
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
  )
})

it('learns what was meant from what was found', () => {
  const meant = (q: string, ...texts: string[]) => didYouMean(read(q), texts)
  expect(meant('скаворода чугуная', 'Сковорода чугунная «Жар»')).toBe('сковорода чугунная')
  expect(meant('yjen,er', 'Ноутбук «Квант 14»')).toBe('ноутбук')
  expect(meant('сковороды', 'Сковорода чугунная')).toBeNull()
  expect(meant('сково', 'Сковорода чугунная')).toBeNull()
  expect(meant('каллакс', 'KALLAX Shelving unit')).toBeNull()
})

it.each([
  ['Скаворода', 'скаворода'],
  ['стол 120x60 см', 'стол 120x60 см'],
  ['+7 912 345-67-89', undefined],
  ['89123456789', undefined],
  ['anna@example.org', undefined],
  ['https://example.org/x', undefined],
  ['4276 1234 5678 9010', undefined],
  ['345–67–89', undefined],
  ['345·67·89', undefined],
  ['345_67_89', undefined],
  ['стол 120×60×75', 'стол 120 60 75'],
  ['!!!', undefined],
])('of %j operators are shown %j', (text, kept) => {
  expect(recordedQuery(text)).toBe(kept)
})

it('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }),
  )
})

it.each([
  ['наушники sony wh-1000xm5', ['1000xm5', 'sonywh1000xm5', 'wh1000xm5']],
  ['перфоратор bosch gbh 2-26 dre', ['gbh226']],
  ['эмаль пф-115', ['пф115', 'эмальпф115'].sort()],
  ['смартфон samsung galaxy a55', ['a55', 'galaxya55']],
  ['сковорода 28 см', []],
  ['стол', []],
])('models in %j are %j', (name, models) => {
  expect(modelsIn(name).sort()).toEqual(models)
})
