import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export type JobKind = 'import' | 'export'
export type JobState = 'awaiting_upload' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface JobOptions {
  map: string
  dryRun: boolean
  currency: string
  rate: number
  stock?: number | undefined
  delimiter?: string | undefined
  encoding?: string | undefined
}

export interface FoundInFile {
  format: string
  encoding: string
  delimiter: string
  columns: { target: string; columns: string[] }[]
  unused: string[]
}

export interface JobCounts {
  readBytes: number
  rows: number
  products: number
  /** Products of the file that are through, whatever became of them. */
  worked: number
  created: number
  updated: number
  unchanged: number
  /** Rows that could not be read, and rows that could not be written. */
  unreadable: number
  refused: number
  leftValues: number
  doubtful: number
}

export interface FileJob extends JobCounts {
  id: string
  kind: JobKind
  state: JobState
  createdBy: string
  createdAt: string
  finishedAt: string | null
  fileName: string
  sizeBytes: number | null
  options: JobOptions
  phase: 'reading' | 'writing' | null
  found: FoundInFile | null
  lastSku: string | null
  failure: string | null
}

const columns = sql`
  id, kind, state, created_by as "createdBy",
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
  to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt",
  file_name as "fileName", size_bytes as "sizeBytes", options, phase, found, read_bytes as "readBytes", rows, products, worked,
  created, updated, unchanged, unreadable, refused, left_values as "leftValues", doubtful, last_sku as "lastSku", failure`

export interface NewJob extends Pick<FileJob, 'kind' | 'createdBy' | 'fileName' | 'sizeBytes'> {
  state: JobState
  options: Partial<JobOptions>
}

export const insertJob = (tx: Transaction, job: NewJob): Promise<FileJob> =>
  tx.one<FileJob>(sql`
    insert into file_job (kind, state, created_by, file_name, size_bytes, options)
    values (${job.kind}, ${job.state}, ${job.createdBy}, ${job.fileName}, ${job.sizeBytes}, ${JSON.stringify(job.options)}::jsonb)
    returning ${columns}`)

export const findJob = (kind: JobKind, id: string, on: Database = database): Promise<FileJob | undefined> =>
  on.maybe<FileJob>(sql`select ${columns} from file_job where id = ${id}::uuid and kind = ${kind}`)

export const listJobs = (kind: JobKind): Promise<FileJob[]> =>
  database.many<FileJob>(sql`
    select ${columns} from file_job where kind = ${kind} order by created_at desc, id limit 50`)

export const queueJob = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`update file_job set state = 'queued' where id = ${id}::uuid and state = 'awaiting_upload'`)

/** Nobody works on it from its next commit on. Answers whether there was anything to cancel. */
export const cancelJob = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`
    update file_job set state = 'cancelled', finished_at = now(), worker = null, lease_until = null
     where id = ${id}::uuid and state in ('awaiting_upload', 'queued', 'running')`)

const leaseSeconds = 90
const maxAttempts = 5

/** Takes the oldest job that waits or whose worker is gone; one that failed too often without getting on is given up. */
export const takeJob = async (worker: string): Promise<FileJob | undefined> => {
  await database.run(sql`
    update file_job
       set state = 'failed', finished_at = now(), worker = null, lease_until = null,
           failure = coalesce(failure, 'it failed again and again; the log says why')
     where state in ('queued', 'running') and attempts >= ${maxAttempts} and (lease_until is null or lease_until < now())`)
  return database.maybe<FileJob>(sql`
    update file_job
       set state = 'running', worker = ${worker}::uuid, attempts = attempts + 1,
           lease_until = now() + ${leaseSeconds} * interval '1 second'
     where id = (select id from file_job
                  where state in ('queued', 'running') and (lease_until is null or lease_until < now())
                  order by created_at limit 1 for update skip locked)
    returning ${columns}`)
}

/** Another has the job now, or it was cancelled. */
export class JobLost extends Error {
  constructor() {
    super('the job is another’s now, or was cancelled')
    this.name = 'JobLost'
  }
}

const requireOwn = (touched: number): void => {
  if (touched === 0) throw new JobLost()
}

const own = (id: string, worker: string) => sql`id = ${id}::uuid and worker = ${worker}::uuid and state = 'running'`
const renewed = sql`lease_until = now() + ${leaseSeconds} * interval '1 second'`

/** Keeps the job while its file is read. @throws JobLost */
export const noteReading = async (id: string, worker: string, readBytes: number): Promise<void> =>
  requireOwn(
    await database.run(sql`
      update file_job set phase = 'reading', read_bytes = ${readBytes}, ${renewed} where ${own(id, worker)}`),
  )

/** What the file was found to be. @throws JobLost */
export const noteFound = async (id: string, worker: string, found: FoundInFile): Promise<void> =>
  requireOwn(
    await database.run(sql`
      update file_job set found = ${JSON.stringify(found)}::jsonb, ${renewed} where ${own(id, worker)}`),
  )

type ReadCounts = Pick<JobCounts, 'rows' | 'products' | 'unreadable' | 'leftValues' | 'doubtful'>

/** The file is read: what came of it is the same each time. @throws JobLost */
export const noteRead = async (id: string, worker: string, counts: ReadCounts): Promise<void> =>
  requireOwn(
    await database.run(sql`
      update file_job set phase = 'writing', rows = ${counts.rows}, products = ${counts.products}, unreadable = ${counts.unreadable},
                          left_values = ${counts.leftValues}, doubtful = ${counts.doubtful}, ${renewed}
       where ${own(id, worker)}`),
  )

export interface WrittenBatch {
  lastSku: string
  worked: number
  created: number
  updated: number
  unchanged: number
  refused: { line: number; column: string; reason: string }[]
}

/** What was written, in the transaction that wrote it. @throws JobLost, which takes it all back */
export const noteWritten = async (tx: Transaction, id: string, worker: string, batch: WrittenBatch): Promise<void> => {
  const lines = new Set(batch.refused.map(({ line }) => line))
  requireOwn(
    await tx.run(sql`
      update file_job
         set last_sku = ${batch.lastSku}, attempts = 0, ${renewed}, worked = worked + ${batch.worked},
             created = created + ${batch.created}, updated = updated + ${batch.updated},
             unchanged = unchanged + ${batch.unchanged}, refused = refused + ${lines.size}
       where ${own(id, worker)}`),
  )
  if (batch.refused.length === 0) return
  await tx.run(sql`
    insert into file_job_refusal (job_id, line, "column", reason)
    select ${id}::uuid, line, "column", reason
      from jsonb_to_recordset(${JSON.stringify(batch.refused)}::jsonb) as one (line integer, "column" text, reason text)`)
}

export const listRefusals = (id: string): Promise<{ line: number; column: string; reason: string }[]> =>
  database.many(sql`select line, "column", reason from file_job_refusal where job_id = ${id}::uuid order by id`)

/** @throws JobLost */
export const finishJob = async (
  id: string,
  worker: string,
  result: { state: 'done' } | { state: 'failed'; failure: string },
  changes: { sizeBytes?: number; rows?: number } = {},
): Promise<void> =>
  requireOwn(
    await database.run(sql`
      update file_job
         set state = ${result.state}, failure = ${result.state === 'failed' ? result.failure : null}, finished_at = now(),
             worker = null, lease_until = null, size_bytes = coalesce(${changes.sizeBytes ?? null}::bigint, size_bytes),
             rows = coalesce(${changes.rows ?? null}::int, rows)
       where ${own(id, worker)}`),
  )

/** Leaves the job to the next worker, who goes on at once. */
export const leaveJob = (id: string, worker: string): Promise<number> =>
  database.run(sql`update file_job set worker = null, lease_until = null where ${own(id, worker)}`)
