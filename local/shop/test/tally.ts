/** How many test cases, or checks that count as one, passed and failed. */
export type Tally = { readonly passed: number; readonly failed: number }

export const none: Tally = { passed: 0, failed: 0 }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }), none)
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}

/** What is read of Vitest's JSON report, which follows Jest's. */
export type VitestReport = {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Cases of a run. A file that breaks before its cases are known counts as one that failed, and so does a run that ends
 * in failure though no case did (an unhandled rejection, a crash of Vitest).
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number | null): Tally {
  const files = report?.testResults ?? []
  const cases = files.flatMap((file) => file.assertionResults)
  const passed = cases.filter((one) => one.status === 'passed').length
  const failedCases = cases.filter((one) => one.status === 'failed').length
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  ).length
  const failed = failedCases + brokenFiles
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
