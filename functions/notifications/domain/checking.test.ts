import { expect, test } from 'vitest'
import { faultsOf, type Sample } from './checking.ts'

const faults = (texts: Record<string, Record<string, string>>, values: Record<string, string> = { number: '1' }) =>
  faultsOf({
    name: 'order.told',
    texts: texts as Sample['texts'],
    examples: [{ variant: 'only', values: () => values }],
  })

test('texts in both languages that tell the same can be sent', () => {
  expect(faults({ only: { ru: 'Заказ {number}.', en: 'Order {number}.' } })).toEqual([])
})

test.each([
  [
    'a place that nothing fills',
    { only: { ru: 'Заказ {nomer}.', en: 'Order {number}.' } },
    'ru, has the place {nomer}',
  ],
  [
    'a place by no name',
    { only: { ru: '{имя}: {number}.', en: 'Order {number}.' } },
    'ru, has a brace that belongs to',
  ],
  ['no English', { only: { ru: 'Заказ {number}.' } }, 'only, en, is missing'],
  ['blank English', { only: { ru: 'Заказ {number}.', en: ' ' } }, 'only, en, is missing'],
  ['a place in one language only', { only: { ru: 'Заказ {number}.', en: 'Your order.' } }, 'does not tell the same'],
  ['a language nobody reads', { only: { ru: '{number}', en: '{number}', de: '{number}' } }, 'is in de'],
  ['a variant without an example', { only: { ru: '1', en: '1' }, other: { ru: '1', en: '1' } }, 'other has no example'],
  ['an example without a text', { other: { ru: '1', en: '1' } }, 'only has no text'],
])('%s is found', (_what, texts, fault) => {
  const found = faults(texts as never)
  expect(found.join('\n')).toContain(fault)
  for (const one of found) expect(one).toMatch(/^order\.told: /)
})

test('a text is as long as what fills it', () => {
  const texts = { only: { ru: 'Заказ {number}.', en: 'Order {number}.' } }
  expect(faults(texts, { number: '1'.repeat(194) })).toEqual([])
  expect(faults(texts, { number: '1'.repeat(195) })).toEqual(['order.told: only, ru, has 4 segments, more than 3'])
})
