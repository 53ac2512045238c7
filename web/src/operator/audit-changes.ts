import type { AuditEntry } from '../api/answers.ts'

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return '—'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What of a thing is otherwise since, a property at a time. */
export const changesOf = ({
  before,
  after,
}: Pick<AuditEntry, 'before' | 'after'>): { name: string; before: string; after: string }[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .map((name) => ({ name, before: shown(before?.[name]), after: shown(after?.[name]) }))
    .filter((change) => change.before !== change.after)
