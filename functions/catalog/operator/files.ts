import { recordAction } from '@korob/platform/audit-log'
import { optionalSetting } from '@korob/platform/config'
import { type Transaction, transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { downloadAddress, sizeOfFile, uploadAddress } from '@korob/platform/files'
import { invokeAsync } from '@korob/platform/invoke'
import { logger } from '@korob/platform/observability'
import {
  cancelJob,
  type FileJob,
  findJob,
  insertJob,
  type JobKind,
  type JobOptions,
  listJobs,
  listRefusals,
  type NewJob,
  queueJob,
} from '../store/file-jobs.ts'
import { keyOfExport, keyOfReport, keyOfUpload } from './file-keys.ts'
import type { ExportJob, ImportJob } from './file-views.ts'
import { operatorName } from './products.ts'
import { deedOn } from './record-change.ts'

const addressSeconds = 3600
const until = () => new Date(Date.now() + addressSeconds * 1000).toISOString()
const shownRefusals = 20

const found = async (kind: JobKind, id: string): Promise<FileJob> => {
  const job = await findJob(kind, id)
  if (!job) throw new Problem('not_found')
  return job
}

const common = ({ id, state, fileName, createdBy, createdAt, finishedAt, failure }: FileJob) => ({
  id,
  state,
  fileName,
  createdBy,
  createdAt,
  finishedAt,
  failure,
})

const uploadOf = async ({ id, state, sizeBytes }: FileJob): Promise<ImportJob['upload']> =>
  state === 'awaiting_upload'
    ? {
        method: 'PUT',
        url: await uploadAddress(keyOfUpload(id), sizeBytes ?? 0, addressSeconds),
        headers: {},
        expiresAt: until(),
      }
    : null

const shownImport = async (job: FileJob, withFiles = true): Promise<ImportJob> => ({
  ...common(job),
  sizeBytes: job.sizeBytes ?? 0,
  upload: withFiles ? await uploadOf(job) : null,
  options: { ...job.options },
  phase: job.phase,
  found: job.found,
  counts: {
    readBytes: job.readBytes,
    rows: job.rows,
    products: job.products,
    worked: job.worked,
    created: job.created,
    updated: job.updated,
    unchanged: job.unchanged,
    rejected: job.unreadable + job.refused,
    leftValues: job.leftValues,
    doubtful: job.doubtful,
  },
  refused: withFiles && job.refused > 0 ? (await listRefusals(job.id)).slice(0, shownRefusals) : [],
  report:
    withFiles && job.state === 'done'
      ? { url: await downloadAddress(keyOfReport(job.id), `report-${job.id}.csv`, addressSeconds), expiresAt: until() }
      : null,
})

const shownExport = async (job: FileJob): Promise<ExportJob> => ({
  ...common(job),
  rows: job.rows,
  sizeBytes: job.sizeBytes,
  file:
    job.state === 'done'
      ? { url: await downloadAddress(keyOfExport(job.id), job.fileName, addressSeconds), expiresAt: until() }
      : null,
})

/** The worker looks for jobs every minute; this only has it look now. */
const wakeWorker = async (): Promise<void> => {
  const worker = optionalSetting('FUNCTION_CATALOG_WORK_FILES')
  if (!worker) return
  try {
    await invokeAsync(worker, { reason: 'started' })
  } catch (error) {
    logger.warn('worker not reached; its schedule will begin', { error: String(error) })
  }
}

const isEncoding = (name: string): boolean => {
  try {
    new TextDecoder(name)
    return true
  } catch {
    return false
  }
}

const created = (given: Omit<NewJob, 'createdBy'>, operatorId: string): Promise<FileJob> =>
  transaction(async (tx) => {
    const job = await insertJob(tx, { ...given, createdBy: operatorName(operatorId) })
    const { kind, fileName, sizeBytes, options } = job
    const after = { fileName, sizeBytes, options }
    await recordAction(tx, { ...deedOn(kind, job.id, operatorId, 'create'), after })
    return job
  })

/** What an operator has an import do; in the audit log if it was still to be done. */
const done = (
  id: string,
  verb: 'start' | 'cancel',
  operatorId: string,
  step: (tx: Transaction, id: string) => Promise<number>,
): Promise<void> =>
  transaction(async (tx) => {
    if ((await step(tx, id)) > 0) await recordAction(tx, deedOn('import', id, operatorId, verb))
  })

export const createImport = async (
  given: { fileName: string; sizeBytes: number; options: JobOptions },
  operatorId: string,
): Promise<ImportJob> => {
  const { encoding } = given.options
  if (encoding !== undefined && !isEncoding(encoding)) throw invalidField('options.encoding', 'is no encoding')
  return shownImport(await created({ ...given, kind: 'import', state: 'awaiting_upload' }, operatorId))
}

export const readImport = async (id: string): Promise<ImportJob> => shownImport(await found('import', id))

export const listImports = async (): Promise<ImportJob[]> =>
  Promise.all((await listJobs('import')).map((job) => shownImport(job, false)))

/** @throws Problem not_uploaded while the file isn't there, as it was announced */
export const startImport = async (id: string, operatorId: string): Promise<ImportJob> => {
  const job = await found('import', id)
  if (job.state === 'awaiting_upload') {
    if ((await sizeOfFile(keyOfUpload(id))) !== job.sizeBytes)
      throw new Problem('not_uploaded', { errors: [{ field: 'file', message: 'was not sent yet' }] })
    await done(id, 'start', operatorId, queueJob)
    await wakeWorker()
  }
  return readImport(id)
}

export const cancelImport = async (id: string, operatorId: string): Promise<ImportJob> => {
  await found('import', id)
  await done(id, 'cancel', operatorId, cancelJob)
  return readImport(id)
}

export const createExport = async (operatorId: string): Promise<ExportJob> => {
  const fileName = `catalogue-${new Date().toISOString().slice(0, 10)}.csv`
  const job = await created({ kind: 'export', state: 'queued', fileName, sizeBytes: null, options: {} }, operatorId)
  await wakeWorker()
  return shownExport(job)
}

export const readExport = async (id: string): Promise<ExportJob> => shownExport(await found('export', id))
