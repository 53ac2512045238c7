import { expect, it } from 'vitest'
import { lastLine, sum, tallyOf } from './tally.ts'

const file = (status: string, ...cases: string[]) => ({
  name: 'some.test.ts',
  status,
  message: status === 'failed' ? 'Error: no such module' : '',
  assertionResults: cases.map((one, index) => ({
    status: one,
    fullName: `case ${index}`,
    failureMessages: one === 'failed' ? ['AssertionError: 1 is not 2\n  at line 7\n  at line 8\n  at line 9'] : [],
  })),
})

it('counts cases, not files, and leaves out what was skipped', () => {
  const report = { testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] }
  expect(tallyOf(report, 1)).toMatchObject({ passed: 3, failed: 1 })
})

it('counts a file that broke before its cases were known', () => {
  expect(tallyOf({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({
    passed: 1,
    failed: 1,
  })
})

it('counts a run that failed though no case did, and one that left no report', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 })
  expect(tallyOf(undefined, null)).toMatchObject({ passed: 0, failed: 1 })
})

it('names what failed, with the beginning of the reason', () => {
  const { failures } = tallyOf({ testResults: [file('failed', 'passed', 'failed'), file('failed')] }, 1)
  expect(failures).toEqual([
    'some.test.ts › case 1\n    AssertionError: 1 is not 2\n      at line 7\n      at line 8',
    'some.test.ts\n    Error: no such module',
  ])
})

it('ends with one line', () => {
  expect(
    lastLine(
      sum([
        { passed: 2, failed: 1, failures: ['a'] },
        { passed: 3, failed: 0, failures: [] },
      ]),
    ),
  ).toBe('5 passed, 1 failed')
})
