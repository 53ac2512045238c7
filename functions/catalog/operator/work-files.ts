import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchFile, storeFile } from '@korob/platform/files'
import { newId } from '@korob/platform/ids'
import { logger } from '@korob/platform/observability'
import { MappingError } from '../import/columns.ts'
import { exportCatalogue } from '../import/export-catalogue.ts'
import { FileError } from '../import/file-error.ts'
import { importFile } from '../import/import-file.ts'
import { prepareFile, shownColumns, unusedColumns } from '../import/prepare.ts'
import { openReport } from '../import/report.ts'
import {
  type FileJob,
  finishJob,
  JobLost,
  leaveJob,
  listRefusals,
  noteFound,
  noteRead,
  noteReading,
  noteWritten,
  takeJob,
} from '../store/file-jobs.ts'
import { keyOfExport, keyOfReport, keyOfUpload } from './file-keys.ts'

const silent = { write: () => {} }

interface Work {
  job: FileJob
  worker: string
  folder: string
  /** The worker's time is nearly up. */
  signal: AbortSignal
}

const heartbeatMs = 5_000

/** Calls `beat` at most every five seconds. */
const seldom = (beat: (value: number) => Promise<void>) => {
  let last = Date.now()
  return async (value: number): Promise<void> => {
    if (Date.now() - last < heartbeatMs) return
    last = Date.now()
    await beat(value)
  }
}

const workImport = async ({ job, worker, folder, signal }: Work): Promise<void> => {
  const path = join(folder, 'upload')
  const reportPath = join(folder, 'report.csv')
  await fetchFile(keyOfUpload(job.id), path, signal)
  const { options } = job
  const wishes = { path, map: options.map, encoding: options.encoding, delimiter: options.delimiter }
  const keep = seldom(() => noteReading(job.id, worker, 0))
  const prepared = await prepareFile(wishes, async () => {
    signal.throwIfAborted()
    await keep(0)
  })
  const { sniffed, mapping } = prepared
  await noteFound(job.id, worker, {
    format: sniffed.format,
    encoding: sniffed.encoding,
    delimiter: sniffed.delimiter,
    columns: shownColumns(mapping),
    unused: unusedColumns(prepared),
  })
  const report = openReport(reportPath)
  try {
    await importFile({
      path,
      sniffed,
      mapping,
      currency: options.currency,
      rate: options.rate,
      stock: options.stock,
      dryRun: options.dryRun,
      report,
      output: silent,
      signal,
      reference: `import ${job.id}`,
      resume: {
        afterSku: job.lastSku,
        onBytes: seldom((bytes) => noteReading(job.id, worker, bytes)),
        onRead: ({ rows, products }) => {
          const { rejectedRows: unreadable, leftValues, doubtful } = report.counts
          return noteRead(job.id, worker, { rows, products, unreadable, leftValues, doubtful })
        },
        commit: (tx, part) => noteWritten(tx, job.id, worker, part),
      },
    })
    for (const { line, column, reason } of await listRefusals(job.id)) report.reject(line, [{ column, reason }])
  } finally {
    report.close()
  }
  await storeFile(keyOfReport(job.id), reportPath, 'text/csv; charset=utf-8', signal)
  await finishJob(job.id, worker, { state: 'done' })
}

const workExport = async ({ job, worker, folder, signal }: Work): Promise<void> => {
  const path = join(folder, 'export.csv')
  const file = await open(path, 'w', 0o600)
  const beat = seldom((bytes) => noteReading(job.id, worker, bytes))
  let [rows, sizeBytes] = [0, 0]
  try {
    for await (const { text, records } of exportCatalogue()) {
      signal.throwIfAborted()
      const bytes = Buffer.from(text)
      await file.write(bytes)
      rows += records
      sizeBytes += bytes.length
      await beat(sizeBytes)
    }
  } finally {
    await file.close()
  }
  await storeFile(keyOfExport(job.id), path, 'text/csv; charset=utf-8', signal)
  await finishJob(job.id, worker, { state: 'done' }, { sizeBytes, rows })
}

const isRefusal = (error: unknown): error is Error => error instanceof FileError || error instanceof MappingError

/** In a file's message its path here is nobody's business. */
const told = (error: Error, folder: string, { fileName }: FileJob): string =>
  error.message.replaceAll(join(folder, 'upload'), fileName)

const work = async (job: FileJob, worker: string, signal: AbortSignal): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'korob-file-'))
  try {
    await (job.kind === 'import' ? workImport : workExport)({ job, worker, folder, signal })
  } catch (error) {
    if (error instanceof JobLost) {
      logger.info('file job was cancelled or is another’s', { id: job.id })
    } else if (isRefusal(error)) {
      await finishJob(job.id, worker, { state: 'failed', failure: told(error, folder, job) })
    } else if (signal.aborted) {
      await leaveJob(job.id, worker)
    } else {
      // Tried again from its last part within a minute, five times without getting on.
      await leaveJob(job.id, worker)
      throw error
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Works off files that wait, one after another, until none is left or the time is up; answers how many it took up. */
export const workFiles = async (signal: AbortSignal): Promise<number> => {
  for (let taken = 0; ; taken += 1) {
    const worker = newId()
    const job = signal.aborted ? undefined : await takeJob(worker)
    if (!job) return taken
    await work(job, worker, signal)
  }
}
