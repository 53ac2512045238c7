import { expect, test } from 'vitest'
import { idleAccountDays, idleStaffDays, isSamePerson, isSameStaff } from './idle-account.ts'

const now = new Date('2026-11-28T10:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000)

test.each([
  ['an account', isSamePerson, idleAccountDays],
  ['a role', isSameStaff, idleStaffDays],
] as const)('%s is not kept by the phone alone after so many days', (_what, isSame, days) => {
  expect(isSame(daysAgo(days - 0.1), false, now)).toBe(true)
  expect(isSame(daysAgo(days), false, now)).toBe(false)
  expect(isSame(daysAgo(days * 3), true, now)).toBe(true)
})

test('a role is lost before the account is', () => {
  expect(idleStaffDays).toBeLessThan(idleAccountDays)
})
