import { expect, test } from 'vitest'
import { maskPhone, normalizePhone } from './phone.ts'

test.each([
  ['8 (916) 123-45-67', '+79161234567'],
  ['+7 916 123 45 67', '+79161234567'],
  ['9161234567', '+79161234567'],
  ['+1 212 555 2368', '+12125552368'],
])('reads %s as %s', (typed, expected) => {
  expect(normalizePhone(typed)).toBe(expected)
})

test.each(['', 'abc', '123', '+7916', '+799999999999999999', '+0 000'])('refuses %j', (typed) => {
  expect(normalizePhone(typed)).toBeUndefined()
})

test('shows too little of a number to call it', () => {
  expect(maskPhone('+79161234567')).toBe('+7916•••••67')
})
