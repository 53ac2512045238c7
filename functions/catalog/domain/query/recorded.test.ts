import { expect, it } from 'vitest'
import { recordedQuery } from './recorded.ts'

it.each([
  'ул ленина 5 кв 12',
  'улица Мира, д. 3',
  'кв. 12',
  'дом 7 корпус 2',
  'ivan.petrov gmail com',
  'ivan mail.ru',
  'flat 5',
])('doesn’t keep %j', (text) => {
  expect(recordedQuery(text)).toBeUndefined()
})

it.each([
  ['кукольный дом', 'кукольный дом'],
  ['улица сезам', 'улица сезам'],
  ['квадрат 12', 'квадрат 12'],
  ['mailbox 30', 'mailbox 30'],
  ['стол 120 см', 'стол 120 см'],
])('keeps %j', (text, kept) => {
  expect(recordedQuery(text)).toBe(kept)
})
