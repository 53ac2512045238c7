import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowanceOfStrangers } from './limits.ts'
import { grouped, newSpareCode, readSpareCode, spareLivesMs } from './spare-code.ts'

test('a spare code is read as it was made, however it is typed', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.constantFrom('', ' ', '-'), (isSmall, between) => {
      const code = newSpareCode()
      const typed = grouped(code).replaceAll('-', between).replaceAll('0', 'o').replaceAll('1', 'l')
      expect(readSpareCode(isSmall ? ` ${typed.toLowerCase()} ` : typed)).toBe(code)
    }),
  )
})

test.each(['', '042042', '7KQ2-MX4T-9RW', '7KQ2-MX4T-9RWZ-1', '7KQ2-MX4T-9RWU', '7KQ2-MX4T-9RW§'])(
  '%j is none',
  (typed) => {
    expect(readSpareCode(typed)).toBeUndefined()
  },
)

test('it is no code of six digits for whoever looks for one in a text', () => {
  expect(grouped('000000000000')).toBe('0000-0000-0000')
})

test('it lives longer than anybody is told to wait for another', () => {
  const waits = allowanceOfStrangers('+79161234567', '192.0.2.1').map(({ limit }) => limit.everySeconds)
  expect(spareLivesMs).toBeGreaterThan(Math.max(...waits) * 1000)
})
