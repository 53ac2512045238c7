import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean } from './did-you-mean.ts'
import { fold } from './fold.ts'
import { headOf } from './head.ts'
import { inOtherLayout } from './layout.ts'
import { marksIn } from './marks.ts'
import { measuresIn } from './measures.ts'
import { modelsIn } from './models.ts'
import { foldText, plainWords } from './plain.ts'
import { understand } from './query.ts'
import { recordedQuery } from './recorded.ts'
import { soundOf, soundsOf } from './sound.ts'
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
    const alternatives = (text: string) =>
      read(text).terms.map((term) => (term.kind === 'word' ? term.alternatives : []))
    for (const one of alternatives('yjen,er')) expect(one).toContainEqual({ words: ['ноутбук'], by: 'layout' })
    // And they are what they are here: two words.
    expect(termsOf('table,chair')).toEqual([
      ['word', 'table'],
      ['word', 'chair'],
    ])
    expect(inOtherLayout('лфддфч')).toBe('kallax')
    expect(inOtherLayout('стул-x')).toBeUndefined()
  })

  it.each([
    ['rjdth yf gjk', 'ковер на пол', ['ковер', 'пол']],
    ['xfqybr c ytq', 'чайник с ней', ['чайник', 'ней']],
    ['nd', 'тв', ['тв']],
    ['nthvjc yf 1 k', 'термос на 1 л', ['термос', '1', 'л']],
    ['тв', 'nd', ['nd']],
    // Each word says by itself what it is in the other layout.
    ['rjdth yjen,er', undefined, undefined],
    ['стол с полкой', undefined, undefined],
    ['kallax', undefined, undefined],
    // Two alphabets are no slip.
    ['тв asus', undefined, undefined],
    // Nothing but words that say nothing.
    ['yf', undefined, undefined],
  ])('%j is, all of it in the other layout, %j', (text, other, words) => {
    const { other: found } = read(text)
    expect([found?.text, found?.terms.flatMap((term) => term.words)]).toEqual([other, words])
  })

  it('knows keys that are letters only with shift', () => {
    expect(inOtherLayout('<jnbyrb')).toBe('ботинки')
    expect(inOtherLayout('{fkdf')).toBe('халва')
  })

  it('may be an article number, however it is parted', () => {
    const articles = (text: string) => read(text).terms.map((term) => term.articles)
    expect(articles('KB 0001')).toEqual([
      ['kb', 'kb0001'],
      ['0001', 'kb0001'],
    ])
    expect(articles('KALLAX-WHT')).toEqual([['kallax'], ['wht']])
    expect(articles('PAN-26CM')).toEqual([
      ['pan', 'pan26cm'],
      ['26cm', 'pan26cm'],
    ])
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
        expect([...word].length).toBeLessThanOrEqual(64)
        expect(word.isWellFormed()).toBe(true)
      }
    },
  )
})

it.each([
  ['USB 3.0', 'usb 3 0'],
  ['L’Oréal', 'l oreal'],
  ["children's table", 'children table'],
  ['нерж.сталь', 'нерж сталь'],
  ['51x51', '51 51'],
  ['3-х местная', '3 местная'],
  ['5ти', '5'],
  ['2nd', '2'],
  ['2в1', '2 в 1'],
  ['18В', '18 в'],
  ['6персон', '6 персон'],
  ['WH-1000XM5', 'wh 1000 xm 5'],
  ['wh1000xm5 E27', 'wh1000xm5 e27'],
  ['1½', '1 1 2'],
])('%j is the words %j', (text, words) => {
  expect(plainWords(text).join(' ')).toBe(words)
})

it.each([
  ['1,7 литра', ['ml:1700']],
  ['1,7-л', ['ml:1700']],
  ['5 литров', ['ml:5000']],
  ['5-литровая', ['ml:5000']],
  ['2 liters', ['ml:2000']],
  ['2 litres', ['ml:2000']],
  ['3 kilograms', ['g:3000']],
  ['500 грамм', ['g:500']],
  ['2 метров', ['mm:2000']],
  ['30 сантиметров', ['mm:300']],
  ['800 ватт', ['w:800']],
  ['27-inch', ['mm:685.8']],
  ['27-дюймовый', ['mm:685.8']],
  ["55''", ['mm:1397']],
  ['55”', ['mm:1397']],
  ['500-ml', ['ml:500']],
  ['18в', ['v:18']],
  ['12 volts', ['v:12']],
  ['2 в 1', []],
  ['5000 ma h', ['mah:5000']],
  ['5000 ма', []],
  ['2 а·ч', ['mah:2000']],
  ['½ л', ['ml:500']],
  ['1½ л', ['ml:1500']],
  ['1 1/2 дюйма', ['mm:38.1']],
  ['3/4"', ['mm:19.05']],
  ['8/16 гб', ['mb:8000', 'mb:16000']],
  ['5 лет', []],
  ['1,7 л', ['ml:1700']],
  ['1700мл', ['ml:1700']],
  ['120 × 60 см', ['mm:1200', 'mm:600']],
  ['8 / 128 гб', ['mb:8000', 'mb:128000']],
  ['20 000 ма·ч', ['mah:20000']],
  ['27″', ['mm:685.8']],
  ['128gb', ['mb:128000']],
  ['2 мяча', []],
  ['kb-0001', []],
  ['1/2 × 3/4 дюйма', ['mm:12.7', 'mm:19.05']],
  ['1/2.5 м', ['mm:1000', 'mm:2500']],
  ['1/2 и 5 кг', ['g:5000']],
  ['1 250 3/4 л', ['ml:250750']],
])('%j measures %j', (text, measures) => {
  expect(measuresIn(foldText(text))).toEqual(measures)
})

// Of readings that double with each number none would ever end.
it.each(['1/2*', '1/2-', '1/2 x ', '1 1/2/', '1-', '1*', '1 000 ', '1 - ', '1,5/2–', '1 ', '1a-', '"1/2×'])(
  'reads ten thousand letters of %j',
  (part) => {
    const text = part.repeat(10_000 / part.length)
    expect(measuresIn(text)).toEqual([])
    expect(understand(text.slice(0, 200), noSynonyms).text).toBe(text.slice(0, 200))
    expect(marksIn(text, understand('7 кг', noSynonyms))).toEqual([])
  },
)

it.each([
  ['сковорода', 'skovoroda'],
  ['каллакс', 'kallax'],
  ['хемнес', 'hemnes'],
  ['наушники', 'naushniki'],
  ['самсунг', 'samsung'],
  ['ксиаоми', 'xiaomi'],
  ['люстра', 'lustra'],
  ['люстра', 'lyustra'],
  ['ключ', 'kluch'],
  ['цветы', 'cvety'],
  ['цветы', 'tsvety'],
  ['кружка', 'kruzka'],
  ['черный', 'chorny'],
  ['черный', 'cherniy'],
  ['елка', 'yolka'],
  ['елка', 'jolka'],
  ['щетка', 'shchyotka'],
  ['жалюзи', 'jaluzi'],
  ['яблоко', 'jabloko'],
])('%s sounds like %s', (one, other) => {
  expect(soundsOf(other)).toContain(soundOf(one))
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
  ['3-местный диван', 'местный диван'],
  ['26" велосипед', 'велосипед'],
  ['5 л кастрюля эмалированная', 'кастрюля эмалированная'],
  ['2 в 1 коляска «Шаг»', 'коляска'],
  ['LED-лампа E27', 'led лампа'],
  ['Apple iPhone 15 Pro', 'iphone pro'],
  ['Zhar skillet 26 cm', 'skillet cm'],
  ['26" mountain bike', 'bike'],
  ["Children's table", 'table'],
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
  expect(marked('Планшет 8 / 128 ГБ', '128gb')).toEqual(['128 ГБ'])
  expect(marked('Стол 120 × 60 см', 'стол 120 см')).toEqual(['Стол', '120', 'см'])
  expect(marked('Полка 80 см, глубина 30 см', '80см')).toEqual(['80 см'])
  expect(marked('Чайник 1,7 л', 'чайник 1700 мл')).toEqual(['Чайник', '1,7 л'])
  expect(marked('Наушники Sony WH-1000XM5', 'wh1000xm5')).toEqual(['WH-1000XM5'])
  expect(marked('Power bank, 20 000 mAh', 'powerbank')).toEqual(['Power bank'])
  expect(marked('Кабель USB 3.0 и 0.5 м', 'usb 3.0')).toEqual(['USB', '3', '0'])
  expect(marked('Дрель 18В', 'дрель 18 в')).toEqual(['Дрель', '18В'])
  expect(marked('Ковёр на пол', 'rjdth yf gjk')).toEqual(['Ковёр', 'пол'])
  expect(marked('Сковорода', 'skovor')).toEqual(['Сковорода'])
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
  expect(meant('rjdth yf gjk', 'Ковёр на пол')).toBe('ковер на пол')
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
