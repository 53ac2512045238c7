import { expect, test } from 'vitest'
import { withoutNumbers } from './masking.ts'

test('numbers of phones go, those of errors and ports stay', () => {
  expect(withoutNumbers("HTTP 400 21211 Invalid 'To' Phone Number: +79161234567")).toBe(
    "HTTP 400 21211 Invalid 'To' Phone Number: •••",
  )
  expect(withoutNumbers('to +7 (916) 123-45-67 and 89161234567')).toBe('to ••• and •••')
  expect(withoutNumbers('connect ECONNREFUSED 127.0.0.1:8026')).toBe('connect ECONNREFUSED 127.0.0.1:8026')
})
