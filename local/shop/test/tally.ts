/** How many test cases, or checks that count as one, passed and failed. */
export type Tally = {
  readonly passed: number
  readonly failed: number
  /** What failed, as far as it has a name. */
  readonly failures: readonly string[]
  /** The file of each case that was left out. */
  readonly skipped: readonly string[]
  /** Test files that were taken. */
  readonly files: readonly string[]
}

export const none: Tally = { passed: 0, failed: 0, failures: [], skipped: [], files: [] }

export const failedFor = (what: string): Tally => ({ ...none, failed: 1, failures: [what] })

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      failures: [...all.failures, ...one.failures],
      skipped: [...all.skipped, ...one.skipped],
      files: [...all.files, ...one.files],
    }),
    none,
  )
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed }: Pick<Tally, 'passed' | 'failed'>): string {
  return `${passed} passed, ${failed} failed`
}

/** How many cases were left out of which files; nothing when none was. */
export function skippedLines({ skipped }: Pick<Tally, 'skipped'>): string[] {
  const counts = Map.groupBy(skipped, (file) => file)
  return [...counts].map(([file, cases]) => `${cases.length} in ${file}`).sort()
}

/** A part of a path that no test file's path has is a slip of the pen: nothing of what was asked for was tested. */
export function unmatched(filters: readonly string[], { files }: Pick<Tally, 'files'>): Tally {
  const matchesNone = (filter: string) => {
    // As Vitest takes them: below this folder, whatever the case, with the line of a case or without.
    const part = filter.replace(/:\d+$/, '').replace(/^\.\//, '').toLowerCase()
    return !files.some((file) => file.toLowerCase().includes(part))
  }
  return sum(filters.filter(matchesNone).map((filter) => failedFor(`no test file has ${filter} in its path`)))
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

const leftOut = new Set(['skipped', 'pending', 'todo'])

/**
 * Cases of a run. A file that breaks before its cases are known counts as one that failed, and so does a run that ends
 * in failure though no case did (an unhandled rejection, a crash of Vitest).
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number | null): Tally {
  const results = report?.testResults ?? []
  const files = results.map((file) => file.name)
  const skipped = results.flatMap(({ name, assertionResults }) =>
    assertionResults.filter((one) => leftOut.has(one.status)).map(() => name),
  )
  const passed = results.flatMap((file) => file.assertionResults).filter((one) => one.status === 'passed').length
  const failures = results.flatMap(({ name, status, message, assertionResults }) => {
    const failedCases = assertionResults.filter((one) => one.status === 'failed')
    if (status === 'failed' && failedCases.length === 0) return [described(name, message)]
    return failedCases.map((one) => described(`${name} › ${one.fullName}`, one.failureMessages?.[0]))
  })
  const failed = failures.length
  if (failed === 0 && exitCode !== 0) {
    const unexplained = failedFor(`a run that ended with ${exitCode} though no case of it failed`)
    return { ...unexplained, passed, skipped, files }
  }
  return { passed, failed, failures, skipped, files }
}

const described = (name: string, message = ''): string =>
  [name, ...message.split('\n').slice(0, 3)].join('\n    ').trim()
