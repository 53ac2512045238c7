import { expect, test } from 'vitest'
import { checkAttributes } from './attributes.ts'

const definitions = [
  { key: 'width', type: 'number', unit: 'cm' },
  { key: 'material', type: 'text', unit: null },
  { key: 'indoor', type: 'boolean', unit: null },
] as const
const oak = { ru: 'дуб', en: 'oak' }

test('values of their type are kept, numbers with their unit', () => {
  const given = [
    { key: 'width', value: 80 },
    { key: 'material', value: oak, unit: null },
    { key: 'indoor', value: false },
  ]
  expect(checkAttributes(given, definitions)).toEqual({
    attributes: [
      { key: 'width', value: 80, unit: 'cm' },
      { key: 'material', value: oak },
      { key: 'indoor', value: false },
    ],
    errors: [],
  })
})

test.each([
  [{ key: 'depth', value: 1 }, 'attributes.0.key', 'is no attribute of the catalogue'],
  [{ key: 'width', value: '80' as never }, 'attributes.0.value', 'must be a number'],
  [{ key: 'width', value: oak }, 'attributes.0.value', 'must be a number'],
  [{ key: 'material', value: true }, 'attributes.0.value', 'must be a text in both languages'],
  [{ key: 'indoor', value: 1 }, 'attributes.0.value', 'must be true or false'],
  [{ key: 'width', value: 80, unit: 'mm' }, 'attributes.0.unit', 'must be cm'],
  [{ key: 'indoor', value: true, unit: 'cm' }, 'attributes.0.unit', 'must be absent'],
])('%j is refused by the name of %s', (given, field, message) => {
  expect(checkAttributes([given], definitions).errors).toEqual([{ field, message }])
})

test('an attribute that is given twice is refused the second time', () => {
  const twice = [
    { key: 'width', value: 1 },
    { key: 'width', value: 2 },
  ]
  expect(checkAttributes(twice, definitions).errors).toEqual([{ field: 'attributes.1.key', message: 'is given twice' }])
})
