import { expect, test } from 'vitest'
import { nameIn } from './transliteration.ts'

test.each([
  ['Александр', 'Aleksandr'],
  ['Юлия', 'Iuliia'],
  ['Щукарь', 'Shchukar'],
  ['Фёдор', 'Fedor'],
  ['Анна-Мария', 'Anna-Mariia'],
  ['Ivan', 'Ivan'],
])('%s is %s in English, and stays so in Russian', (name, english) => {
  expect(nameIn('en', name)).toBe(english)
  expect(nameIn('ru', name)).toBe(name)
})
