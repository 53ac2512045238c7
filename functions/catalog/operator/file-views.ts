import { instant, z } from '@korob/platform/schema'

const count = z.int().min(0)

export const states = ['awaiting_upload', 'queued', 'running', 'done', 'failed', 'cancelled'] as const

const file = z
  .object({ url: z.string(), expiresAt: instant })
  .meta({ id: 'SignedFile', description: 'Anyone may have the file from this address until then' })

const refused = z
  .object({ line: z.int(), column: z.string(), reason: z.string() })
  .meta({ id: 'RefusedRow', description: 'A row that could be read, but not written' })

const common = {
  id: z.uuid(),
  state: z.enum(states),
  fileName: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  failure: z.string().nullable().describe('Why it failed, in a sentence'),
}

export const importJob = z
  .object({
    ...common,
    sizeBytes: count,
    upload: z
      .object({
        method: z.literal('PUT'),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        expiresAt: instant,
      })
      .nullable()
      .describe('Where the file is to be sent, until it is started'),
    options: z.record(z.string(), z.unknown()),
    phase: z.enum(['reading', 'writing']).nullable(),
    found: z
      .object({
        format: z.string(),
        encoding: z.string(),
        delimiter: z.string(),
        columns: z.array(z.object({ target: z.string(), columns: z.array(z.string()) })),
        unused: z.array(z.string()),
      })
      .nullable()
      .describe('What the file was taken for'),
    counts: z.object({
      readBytes: count,
      rows: count,
      products: count,
      worked: count.describe('Products that are through'),
      created: count,
      updated: count,
      unchanged: count,
      rejected: count.describe('Rows'),
      leftValues: count,
      doubtful: count,
    }),
    refused: z.array(refused).describe('The first twenty; the report has all that is to be told'),
    report: z
      .object({ url: z.string(), expiresAt: instant })
      .nullable()
      .describe('CSV of rejected rows, values left out and doubts, once it is done'),
  })
  .meta({ id: 'ImportJob' })
export type ImportJob = z.infer<typeof importJob>

export const exportJob = z
  .object({
    ...common,
    rows: count.describe('Records so far'),
    sizeBytes: count.nullable(),
    file: file.nullable().describe('Once it is done'),
  })
  .meta({ id: 'ExportJob' })
export type ExportJob = z.infer<typeof exportJob>
