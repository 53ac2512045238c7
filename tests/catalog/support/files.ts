import type { Context } from 'aws-lambda'
import { handler as workFiles } from '../../../functions/catalog/handlers/work-files.ts'
import type { ExportJob, ImportJob } from '../../../functions/catalog/operator/file-views.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { done } from './operator.ts'

/** Lets the worker do what there is, as its schedule does. */
export const work = (timeMs = 120_000): Promise<unknown> => {
  const endsAt = Date.now() + timeMs
  const context: Context = { ...lambdaContext(), getRemainingTimeInMillis: () => endsAt - Date.now() }
  return workFiles({}, context)
}

export const oneImport = '/api/operator/imports/{importId}'

/** Announces and sends a file. */
export const sendFile = async (
  content: string | Buffer,
  options: object = {},
  fileName = 'goods.csv',
): Promise<ImportJob> => {
  const body = Buffer.from(content)
  const job = await done<ImportJob>('POST /api/operator/imports', {
    body: { fileName, sizeBytes: body.length, options },
  })
  const sent = await fetch(job.upload?.url ?? '', { method: 'PUT', body: new Uint8Array(body) })
  if (!sent.ok) throw new Error(`not taken: ${sent.status} ${await sent.text()}`)
  return job
}

export const start = ({ id }: ImportJob) => done<ImportJob>(`POST ${oneImport}/start`, { params: { importId: id } })
export const readImport = ({ id }: ImportJob) => done<ImportJob>(`GET ${oneImport}`, { params: { importId: id } })

/** Imports a file from sending to the end. */
export const importFile = async (content: string | Buffer, options: object = {}): Promise<ImportJob> => {
  const job = await sendFile(content, options)
  await start(job)
  await work()
  return readImport(job)
}

/** The whole catalogue as a file. */
export const exportFile = async (): Promise<string> => {
  const { id } = await done<ExportJob>('POST /api/operator/exports')
  await work()
  const job = await done<ExportJob>('GET /api/operator/exports/{exportId}', { params: { exportId: id } })
  const answer = await fetch(job.file?.url ?? '')
  if (!answer.ok) throw new Error(`${job.state}: ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer()).toString('utf8')
}
