import { expect, test } from 'vitest'
import { maskPhone, normalizePhone } from './phone.ts'

test.each([
  ['8 (916) 123-45-67', '+79161234567'],
  ['+7 916 123 45 67', '+79161234567'],
  ['9161234567', '+79161234567'],
  ['+1 212 555 2368', '+12125552368'],
  ['8-916-123-45-67', '+79161234567'],
  ['8 (495) 123-45-67', '+74951234567'],
  ['+998 90 123 45 67', '+998901234567'],
  ['+7(916)123.45.67', '+79161234567'],
  ['+7\u00a0916\u00a0123\u201145\u201167', '+79161234567'],
  [' 8 916 123 45 67\n', '+79161234567'],
])('reads %s as %s', (typed, expected) => {
  expect(normalizePhone(typed)).toBe(expected)
})

test.each(['', 'abc', '123', '+7916', '+799999999999999999', '+0 000'])('refuses %j', (typed) => {
  expect(normalizePhone(typed)).toBeUndefined()
})

test.each(['8 800 555-35-35', '+7 809 123-45-67', '+1 900 555 2368', '+49 900 1234567', '+44 843 123 4567'])(
  'refuses %s, which is no mobile and no fixed line',
  (typed) => {
    expect(normalizePhone(typed)).toBeUndefined()
  },
)

test.each([
  'call me +7 916 123-45-67',
  '+7 916 123-45-67 (Anna)',
  '+7 916 123-45-67 or +7 916 123-45-68',
  'tel:+79161234567',
  `+7 916 123-45-67${' '.repeat(64)}8`,
])('refuses a number with something around it: %j', (typed) => {
  expect(normalizePhone(typed)).toBeUndefined()
})

test.each([
  '+7 916 123-45-67 ext. 5',
  '+7 916 123-45-67 доб. 5',
  '+79161234567;ext=5',
  '+79161234567,,5',
  '+79161234567#5',
])('refuses an extension: %j', (typed) => {
  expect(normalizePhone(typed)).toBeUndefined()
})

test('shows too little of a number to call it', () => {
  expect(maskPhone('+79161234567')).toBe('+7916•••••67')
})
