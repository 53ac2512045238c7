import { database } from '@korob/platform/database'
import type { Sql } from '@korob/platform/sql'
import type pg from 'pg'

export interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Parent Relationship'?: string
  'Index Cond'?: string
  Filter?: string
  'Plan Rows': number
  'Startup Cost': number
  'Total Cost': number
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
  const { many, maybe, one, within } = database
  const noted =
    <Answer>(send: (statement: Sql) => Promise<Answer>) =>
    (statement: Sql) => {
      asked.push(statement)
      return send(statement)
    }
  const reader = { many: noted(many), maybe: noted(maybe), one: noted(one) }
  Object.assign(database, { ...reader, within: () => reader })
  try {
    await work()
  } finally {
    Object.assign(database, { many, maybe, one, within })
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

// An index without a condition is read as a table is: in its order, each row looked at.
const readsAll = (plan: Plan): boolean =>
  plan['Node Type'] === 'Seq Scan' ||
  (/^Index (Only )?Scan$/.test(plan['Node Type']) && plan['Index Cond'] === undefined && plan.Filter !== undefined)

// Of a plan below a limit the whole cost is told; the limit's own says how much of it will be paid.
const endsEarly = (limit: Plan): boolean => {
  const [below] = limit.Plans ?? []
  const paid = limit['Total Cost'] - limit['Startup Cost']
  return below !== undefined && paid <= (below['Total Cost'] - below['Startup Cost']) * earlyPart
}

// The inner side of a join is read for each row of the outer one, but where both are merged; a subplan is read by itself.
const isReadAlong = (plan: Plan, { 'Parent Relationship': relation = '' }: Plan): boolean =>
  ['Outer', 'Member'].includes(relation) || (relation === 'Inner' && plan['Node Type'] === 'Merge Join')

/** A scan is taken to end early when so much of it is read at most. */
const earlyPart = 0.1

/**
 * Tables of the catalogue's size that a plan would read from beginning to end, by themselves or by an index that has no
 * condition. An index that gives rows in order until a limit is reached is none, if that is expected to be soon.
 * @param limitsHelp a table that is read only until a limit is reached is not among them either
 */
export const readWhole = (plan: Plan, limitsHelp = false, limit?: Plan): string[] => {
  const here = plan['Node Type']
  const table = plan['Relation Name'] ?? ''
  const isExcused = limit !== undefined && (limitsHelp || (here !== 'Seq Scan' && endsEarly(limit)))
  const own = readsAll(plan) && large.has(table) && !isExcused ? [table] : []
  const below = here === 'Limit' ? plan : collects.has(here) ? undefined : limit
  return [
    ...own,
    ...(plan.Plans ?? []).flatMap((one) => readWhole(one, limitsHelp, isReadAlong(plan, one) ? below : undefined)),
  ]
}
