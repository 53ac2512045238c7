/** How many test cases, or checks that count as one, passed and failed. */
export type Tally = {
  readonly passed: number
  readonly failed: number
  /** What failed, as far as it has a name. */
  readonly failures: readonly string[]
}

export const none: Tally = { passed: 0, failed: 0, failures: [] }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      failures: [...all.failures, ...one.failures],
    }),
    none,
  )
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed }: Pick<Tally, 'passed' | 'failed'>): string {
  return `${passed} passed, ${failed} failed`
}

/** What is read of Vitest's JSON report, which follows Jest's. */
export type VitestReport = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    /** Why the file itself broke. */
    readonly message?: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[] | null
    }[]
  }[]
}

/**
 * Cases of a run. A file that breaks before its cases are known counts as one that failed, and so does a run that ends
 * in failure though no case did (an unhandled rejection, a crash of Vitest).
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number | null): Tally {
  const files = report?.testResults ?? []
  const passed = files.flatMap((file) => file.assertionResults).filter((one) => one.status === 'passed').length
  const failures = files.flatMap(({ name, status, message, assertionResults }) => {
    const failedCases = assertionResults.filter((one) => one.status === 'failed')
    if (status === 'failed' && failedCases.length === 0) return [described(name, message)]
    return failedCases.map((one) => described(`${name} › ${one.fullName}`, one.failureMessages?.[0]))
  })
  const failed = failures.length
  if (failed === 0 && exitCode !== 0)
    return { passed, failed: 1, failures: [`a run that ended with ${exitCode} though no case of it failed`] }
  return { passed, failed, failures }
}

const described = (name: string, message = ''): string =>
  [name, ...message.split('\n').slice(0, 3)].join('\n    ').trim()
