import { database } from '@korob/platform/database'
import type { Sql } from '@korob/platform/sql'
import type pg from 'pg'

export interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Parent Relationship'?: string
  Plans?: Plan[]
}

/** Has PostgreSQL take what it has for a catalogue so many times as large: statistics stay, tables stay small on disk. */
export const pretendTimes = async (admin: pg.Client, times: number): Promise<void> => {
  await admin.query('analyze catalog.product, catalog.stock, catalog.search_word')
  // Rows are estimated from their number a page when last counted. Few pages make reading a table whole look cheaper than it would be.
  await admin.query(
    `update pg_class set reltuples = reltuples * $1 where oid = any (array['catalog.product', 'catalog.stock', 'catalog.search_word']::regclass[])`,
    [times],
  )
}

/** The statements that `work` sends through the platform's pool. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<Sql[]> => {
  const asked: Sql[] = []
  const { many, maybe, one } = database
  const noted =
    <Answer>(send: (statement: Sql) => Promise<Answer>) =>
    (statement: Sql) => {
      asked.push(statement)
      return send(statement)
    }
  Object.assign(database, { many: noted(many), maybe: noted(maybe), one: noted(one) })
  try {
    await work()
  } finally {
    Object.assign(database, { many, maybe, one })
  }
  return asked
}

export const planOf = async (admin: pg.Client, { text, values }: Sql): Promise<Plan> => {
  const { rows } = await admin.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`, [...values])
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (!plan) throw new Error('no plan')
  return plan
}

const large = new Set(['product', 'stock'])

// What has all its rows before it gives the first: a limit above it saves nothing below.
const collects = new Set(['Sort', 'Aggregate', 'Hash', 'Materialize'])

/**
 * Tables of the catalogue's size that a plan would read from beginning to end.
 * @param limitsHelp one that is read only until a limit is reached is not among them
 */
export const readWhole = (plan: Plan, limitsHelp = false, isLimited = false): string[] => {
  const here = plan['Node Type']
  const table = plan['Relation Name'] ?? ''
  const own = here === 'Seq Scan' && large.has(table) && !(limitsHelp && isLimited) ? [table] : []
  const below = here === 'Limit' || (isLimited && !collects.has(here))
  return [
    ...own,
    ...(plan.Plans ?? []).flatMap((one) =>
      // The inner side of a join is read for each row of the outer one, and a subplan by itself.
      readWhole(
        one,
        limitsHelp,
        below && (one['Parent Relationship'] === 'Outer' || one['Parent Relationship'] === 'Member'),
      ),
    ),
  ]
}
