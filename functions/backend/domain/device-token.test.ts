import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { deviceOf, writeDeviceToken } from './device-token.ts'

const key = randomBytes(32)
const phone = '+79990000001'

it('a device token names its device, for the phone that was proven there and under its key only', () => {
  const token = writeDeviceToken(phone, key)
  expect(token).toHaveLength(43)
  expect(deviceOf(token, phone, key)).toMatch(/^[\w-]{22}$/)
  expect(deviceOf(token, '+79990000002', key)).toBeUndefined()
  expect(deviceOf(token, phone, randomBytes(32))).toBeUndefined()
})

it('a device token is another for each sign-in, and no text is one by chance', () => {
  expect(writeDeviceToken(phone, key)).not.toBe(writeDeviceToken(phone, key))
  for (const text of ['', 'x', '\0'.repeat(43), 'A'.repeat(43), 'é'.repeat(43)])
    expect(deviceOf(text, phone, key)).toBeUndefined()
})
