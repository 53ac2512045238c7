import { expect, it } from 'vitest'
import { lastLine, none, skippedLines, sum, tallyOf, unmatched } from './tally.ts'

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

it('counts cases, not files, and what was skipped apart', () => {
  const report = { testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] }
  const tally = tallyOf(report, 1)
  expect(tally).toMatchObject({ passed: 3, failed: 1 })
  expect(skippedLines(sum([tally, tally]))).toEqual(['2 in some.test.ts'])
  expect(skippedLines(tallyOf({ testResults: [file('passed', 'passed')] }, 0))).toEqual([])
})

it('fails for a part of a path that no test file has', () => {
  const tally = sum([none, tallyOf({ testResults: [file('passed', 'passed')] }, 0)])
  expect(unmatched(['some', './some.test.ts:12'], tally)).toEqual(none)
  expect(unmatched(['some', 'some/typo'], tally)).toMatchObject({
    failed: 1,
    failures: ['no test file has some/typo in its path'],
  })
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
        { ...none, passed: 2, failed: 1, failures: ['a'] },
        { ...none, passed: 3 },
      ]),
    ),
  ).toBe('5 passed, 1 failed')
})
