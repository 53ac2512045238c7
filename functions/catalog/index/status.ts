import { database } from '@korob/platform/database'
import { findBuild, findByState, findLastEnded, type SearchIndex } from '../store/search-indices.ts'

/** What is told of an index. */
export interface IndexReport {
  name: string
  state: SearchIndex['state']
  purpose: SearchIndex['purpose']
  /** Products, when filling or verifying began. */
  expected: number
  filled: number
  verified: number
  /** Products whose documents are waited for. */
  unsettled: number
  reason: string | null
}

export interface IndexStatus {
  build: IndexReport | null
  serving: string | null
  previous: string | null
  /** What was built last, when nothing is. */
  last: IndexReport | null
}

export const reportOf = ({
  name,
  state,
  purpose,
  expected,
  filled,
  verified,
  unsettled,
  reason,
}: SearchIndex): IndexReport => ({
  name,
  state,
  purpose,
  expected,
  filled,
  verified,
  unsettled: unsettled.length,
  reason,
})

export const indexStatus = async (): Promise<IndexStatus> => {
  const [build, serving, previous, last] = [
    await findBuild(database),
    await findByState(database, 'serving'),
    await findByState(database, 'previous'),
    await findLastEnded(database),
  ]
  return {
    build: build ? reportOf(build) : null,
    serving: serving?.name ?? null,
    previous: previous?.name ?? null,
    last: last ? reportOf(last) : null,
  }
}
