import { integerSetting, optionalSetting, setting } from './config.ts'
import { Unreachable } from './errors.ts'
import { logger } from './observability.ts'
import { pg } from './postgres.ts'
import { forgetSecret, readSecret } from './secrets.ts'
import type { Sql } from './sql.ts'

/** Statements on one connection: inside a transaction, or the pool. */
export interface Database {
  /** All rows. */
  many<Row extends object>(statement: Sql): Promise<Row[]>
  /** The row, or undefined; throws if there are several. */
  maybe<Row extends object>(statement: Sql): Promise<Row | undefined>
  /** The only row; throws if there is none or several. */
  one<Row extends object>(statement: Sql): Promise<Row>
  /** How many rows were touched. */
  run(statement: Sql): Promise<number>
}

/** Statements that commit or roll back together. */
export interface Transaction extends Database {
  readonly transaction: true
}

// Class 08, the shutdown codes, and 57014 of a statement that took too long: https://www.postgresql.org/docs/18/errcodes-appendix.html
const connectionStates =
  /^(08...|57P0[123]|57014|53300)$|^E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH)$/
// What pg and its pool say without a code. A database that doesn't answer in time is as good as away.
const connectionMessages =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client was closed)/

const isConnectionFailure = (error: unknown): boolean =>
  error instanceof Error && (connectionStates.test(sqlState(error) ?? '') || connectionMessages.test(error.message))

// What PostgreSQL says of a row that it refuses quotes it, names, numbers and texts. Code may read that; loggers, which go
// by what can be enumerated, are not to write it down.
const unquoted = (error: unknown): unknown => {
  if (error instanceof Error && 'detail' in error) Object.defineProperty(error, 'detail', { enumerable: false })
  return error
}

const orUnreachable = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!isConnectionFailure(error)) throw unquoted(error)
    throw new Unreachable(`PostgreSQL: ${(error as Error).message}`, { cause: error })
  }
}

type Queryable = Pick<pg.ClientBase, 'query'>

const statements = (connection: () => Promise<Queryable> | Queryable): Database => {
  const query = async <Row extends object>(statement: Sql) =>
    orUnreachable((await connection()).query<Row & pg.QueryResultRow>(statement.text, statement.values as unknown[]))
  const maybe = async <Row extends object>(statement: Sql): Promise<Row | undefined> => {
    const { rows } = await query<Row>(statement)
    if (rows.length > 1) throw new Error(`expected at most one row, got ${rows.length}`)
    return rows[0]
  }
  return {
    many: async (statement) => (await query<never>(statement)).rows,
    maybe,
    one: async <Row extends object>(statement: Sql): Promise<Row> => {
      const row = await maybe<Row>(statement)
      if (row === undefined) throw new Error('expected one row, got none')
      return row
    },
    run: async (statement) => (await query(statement)).rowCount ?? 0,
  }
}

/** How the pool signs in: a password given (scripts), a secret's, or a token made for each connection (RDS Proxy). */
const password = async (): Promise<string> => {
  const given = optionalSetting('DATABASE_PASSWORD')
  if (given) return given
  const secretArn = optionalSetting('DATABASE_SECRET_ARN')
  if (secretArn) return (JSON.parse(await readSecret(secretArn)) as { password: string }).password
  const { databaseToken } = await import('./database-token.ts')
  return databaseToken(setting('DATABASE_HOST'), integerSetting('DATABASE_PORT', 5432), setting('DATABASE_USER'))
}

const openPool = (): pg.Pool => {
  const pool = new pg.Pool({
    host: setting('DATABASE_HOST'),
    port: integerSetting('DATABASE_PORT', 5432),
    database: setting('DATABASE_NAME'),
    user: setting('DATABASE_USER'),
    password,
    ssl: optionalSetting('DATABASE_TLS') === 'require' ? { rejectUnauthorized: true } : false,
    // One invocation at a time: only consumers work several messages at once.
    max: integerSetting('DATABASE_POOL_MAX', 2),
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 60_000,
    query_timeout: integerSetting('DATABASE_QUERY_TIMEOUT_MS', 15_000),
    keepAlive: true,
  })
  // A connection that breaks while nobody asks it anything (a restart, a frozen environment) is dropped by the pool if it is
  // idle, and tells a transaction at its next statement. Without a listener of its own it would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => logger.warn('database connection lost', { error: error.message })),
  )
  pool.on('error', () => undefined)
  return pool
}

let pool: pg.Pool | undefined
const getPool = (): pg.Pool => {
  pool ??= openPool()
  return pool
}

const sqlState = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** Serialization failure and deadlock: the whole transaction may be run again. https://www.postgresql.org/docs/18/mvcc-serialization-failure-handling.html */
const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '')

/** Whether `error` is PostgreSQL's unique_violation, of the named constraint if one is given. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' &&
  (constraint === undefined || (error as { constraint?: string }).constraint === constraint)

/** Statements that only read. */
export type Reader = Pick<Database, 'many' | 'maybe' | 'one'>

/** After its time a server has so long to say so; one that doesn't has gone. */
const graceMs = 1_000

const orGone = async <Answer>(work: Promise<Answer>, limitMs: number): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined
  const gone = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable(`PostgreSQL: nothing within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, gone])
  } finally {
    clearTimeout(timer)
  }
}

/** Rows by statements that the server gives up after some time, so that it doesn't work on for nobody. */
const limited = (limitMs: number): Reader => {
  const endsAtMs = performance.now() + limitMs
  const read = async <Answer>(ask: (on: Database) => Promise<Answer>): Promise<Answer> => {
    const client = await connect()
    let broken: Error | undefined
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await orGone(work, Math.max(0, endsAtMs - performance.now()) + graceMs)
      } catch (error) {
        // Its connection still waits for an answer, and is of no use to anybody else.
        if (error instanceof Unreachable && error.cause === undefined) broken = error
        throw error
      }
    }
    try {
      const leftMs = Math.floor(endsAtMs - performance.now())
      if (leftMs < 1) throw new Unreachable(`PostgreSQL: no connection within ${limitMs} ms`)
      await inTime(orUnreachable(client.query(`begin read only; set local statement_timeout = ${leftMs}`)))
      return await inTime(ask(statements(() => client)))
    } finally {
      // Whatever was found: what only reads has nothing to commit.
      if (!broken)
        await client.query('rollback').catch((error: Error) => {
          broken = error
        })
      client.release(broken)
    }
  }
  return {
    many: <Row extends object>(statement: Sql) => read((on) => on.many<Row>(statement)),
    maybe: <Row extends object>(statement: Sql) => read((on) => on.maybe<Row>(statement)),
    one: <Row extends object>(statement: Sql) => read((on) => on.one<Row>(statement)),
  }
}

/** Statements that each commit alone. */
export const database = {
  ...statements(getPool),
  /** The same for reading only, until so many milliseconds are over: @throws Unreachable then. */
  within: limited,
}

const maxAttempts = 4

const connect = async (): Promise<pg.PoolClient> => {
  try {
    return await orUnreachable(getPool().connect())
  } catch (error) {
    // 28P01: the password was rotated under us.
    if (sqlState(error) !== '28P01' || !optionalSetting('DATABASE_SECRET_ARN')) throw error
    forgetSecret(setting('DATABASE_SECRET_ARN'))
    return getPool().connect()
  }
}

const runTransaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
  const client = await connect()
  let broken: Error | undefined
  try {
    await orUnreachable(client.query('begin'))
    const result = await work({ ...statements(() => client), transaction: true })
    await orUnreachable(client.query('commit'))
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Runs `work` in one read-committed transaction; commits its result or rolls back what it throws.
 * After a deadlock or serialization failure it runs `work` again, so `work` may touch nothing but the transaction.
 */
export const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runTransaction(work)
    } catch (error) {
      if (!isRetryable(error) || attempt === maxAttempts) throw error
      logger.info('transaction retried', { attempt, sqlState: sqlState(error) })
    }
  }
}

/** Closes the pool, for scripts and tests; functions never need it. */
export const closeDatabase = async (): Promise<void> => {
  const closing = pool
  pool = undefined
  await closing?.end()
}
