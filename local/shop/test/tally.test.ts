import { expect, it } from 'vitest'
import { lastLine, sum, tallyOf } from './tally.ts'

const file = (status: string, ...cases: string[]) => ({
  status,
  assertionResults: cases.map((one) => ({ status: one })),
})

it('counts cases, not files, and leaves out what was skipped', () => {
  const report = { testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] }
  expect(tallyOf(report, 1)).toEqual({ passed: 3, failed: 1 })
})

it('counts a file that broke before its cases were known', () => {
  expect(tallyOf({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 })
})

it('counts a run that failed though no case did, and one that left no report', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 })
  expect(tallyOf(undefined, null)).toEqual({ passed: 0, failed: 1 })
})

it('ends with one line', () => {
  expect(
    lastLine(
      sum([
        { passed: 2, failed: 1 },
        { passed: 3, failed: 0 },
      ]),
    ),
  ).toBe('5 passed, 1 failed')
})
