import { expect, it } from 'vitest'
import { queryParts } from './ranking.ts'

it.each([
  ['KB-0001', { exact: 'KB-0001', tolerant: '' }],
  ['скаворода 26 см', { exact: '26', tolerant: 'скаворода см' }],
  ['чайник 1,7л', { exact: '1,7л', tolerant: 'чайник' }],
  ['  два   стула ', { exact: '', tolerant: 'два стула' }],
  ['٢٦', { exact: '٢٦', tolerant: '' }],
  ['', { exact: '', tolerant: '' }],
])('of %j only what has no digit may be misspelled', (text, parts) => {
  expect(queryParts(text)).toEqual(parts)
})
