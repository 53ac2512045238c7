import { expect, it } from 'vitest'
import { preferredLanguage } from './preferred.ts'

it.each([
  [['ru-RU', 'ru', 'en-US'], 'ru'],
  [['en-GB', 'ru'], 'en'],
  [['kk', 'en'], 'ru'],
  [['uk-UA', 'en'], 'ru'],
  [['de-DE', 'en'], 'en'],
  [['de-DE', 'ru'], 'ru'],
  [['fr'], 'en'],
  [['EN-us'], 'en'],
  [[], 'ru'],
] as const)('a browser that prefers %j is greeted in %s', (wanted, language) => {
  expect(preferredLanguage(wanted)).toBe(language)
})
