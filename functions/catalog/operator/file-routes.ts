import { defineRoutes } from '@korob/platform/routes'
import { line, uuid, z } from '@korob/platform/schema'
import * as examples from './examples.ts'
import { type ExportJob, exportJob, type ImportJob, importJob } from './file-views.ts'
import { operator } from './route-parts.ts'

const importParams = z.object({ importId: uuid.describe('Of an import') })
const exportParams = z.object({ exportId: uuid.describe('Of an export') })
const ofImport = { params: { importId: examples.jobId } }
const ofExport = { params: { exportId: examples.jobId } }

const maxImportBytes = 1_000_000_000

const options = z
  .strictObject({
    map: z
      .string()
      .max(5_000)
      .default('')
      .describe('What columns mean, over what is guessed: sku=item_id,name=title+color'),
    dryRun: z.boolean().default(false),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a code such as RUB')
      .default('RUB'),
    rate: z.number().positive().max(1e9).default(1).describe('Roubles for one unit of the currency'),
    stock: z.int().min(0).max(999_999_999).optional().describe('Of new products, where no column gives it'),
    delimiter: z.string().length(1).optional(),
    encoding: z.string().max(40).optional(),
  })
  .refine(({ currency, rate }) => currency !== 'RUB' || rate === 1, {
    path: ['rate'],
    message: 'must be 1 for roubles',
  })

const common = {
  id: examples.jobId,
  createdBy: 'operator:o-1',
  createdAt: '2026-11-20T08:00:00.000Z',
  failure: null,
} as const

const anImport: ImportJob = {
  ...common,
  state: 'done',
  finishedAt: '2026-11-20T08:01:00.000Z',
  fileName: 'goods.csv',
  sizeBytes: 52_000,
  upload: null,
  options: { currency: 'RUB' },
  phase: 'writing',
  found: {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ';',
    columns: [{ target: 'sku', columns: ['Артикул'] }],
    unused: [],
  },
  counts: {
    readBytes: 52_000,
    rows: 400,
    products: 390,
    worked: 390,
    created: 12,
    updated: 30,
    unchanged: 348,
    rejected: 2,
    leftValues: 0,
    doubtful: 0,
  },
  refused: [],
  report: { url: 'https://files.example/report.csv', expiresAt: '2026-11-20T09:00:00.000Z' },
}
const anExport: ExportJob = {
  ...common,
  state: 'done',
  finishedAt: '2026-11-20T08:01:00.000Z',
  fileName: 'catalogue-2026-11-20.csv',
  rows: 312,
  sizeBytes: 210_000,
  file: { url: 'https://files.example/catalogue.csv', expiresAt: '2026-11-20T09:00:00.000Z' },
}
const theImport = { description: 'The import', schema: importJob, example: anImport } as const
const theExport = { description: 'The export', schema: exportJob, example: anExport } as const

/** Whole catalogues as files. */
export const fileRoutes = defineRoutes({
  createImport: {
    ...operator,
    method: 'POST',
    path: '/api/operator/imports',
    operationId: 'createImport',
    summary: 'Announce a file to import',
    description:
      'Answers where to PUT it, with just that size; then it is started. CSV or JSON lines: columns are guessed, `map` corrects them. The same that `npm run catalog:import` takes.',
    body: z
      .strictObject({
        fileName: line(200),
        sizeBytes: z.int().min(1).max(maxImportBytes),
        options: options.prefault({}),
      })
      .meta({ id: 'NewImport' }),
    examples: { one: { body: { fileName: 'goods.csv', sizeBytes: 52_000, options: { stock: 10 } } } },
    answers: { 201: theImport },
  },
  listImports: {
    ...operator,
    method: 'GET',
    path: '/api/operator/imports',
    operationId: 'listImports',
    summary: 'List the last fifty imports',
    examples: { all: {} },
    answers: {
      200: {
        description: 'The newest first',
        schema: z.object({ imports: z.array(importJob) }).meta({ id: 'ImportList' }),
        example: { imports: [anImport] },
      },
    },
  },
  readImport: {
    ...operator,
    method: 'GET',
    path: '/api/operator/imports/{importId}',
    operationId: 'readImport',
    summary: 'See how far an import is',
    params: importParams,
    examples: { one: ofImport },
    answers: { 200: theImport },
    errors: ['not_found'],
  },
  startImport: {
    ...operator,
    method: 'POST',
    path: '/api/operator/imports/{importId}/start',
    operationId: 'startImport',
    summary: 'Start an import whose file was sent',
    description: 'Again, it is only answered how far it is.',
    params: importParams,
    examples: { one: ofImport },
    answers: { 202: theImport },
    errors: ['not_found', 'not_uploaded'],
  },
  cancelImport: {
    ...operator,
    method: 'POST',
    path: '/api/operator/imports/{importId}/cancel',
    operationId: 'cancelImport',
    summary: 'Cancel an import',
    description: 'What was written stays.',
    params: importParams,
    examples: { one: ofImport },
    answers: { 202: theImport },
    errors: ['not_found'],
  },
  createExport: {
    ...operator,
    method: 'POST',
    path: '/api/operator/exports',
    operationId: 'createExport',
    summary: 'Export the whole catalogue as CSV',
    description:
      'Attributes, brands, categories and products; imported into an empty shop it gives the same catalogue.',
    examples: { one: {} },
    answers: { 202: theExport },
  },
  readExport: {
    ...operator,
    method: 'GET',
    path: '/api/operator/exports/{exportId}',
    operationId: 'readExport',
    summary: 'See how far an export is, and where its file is',
    params: exportParams,
    examples: { one: ofExport },
    answers: { 200: theExport },
    errors: ['not_found'],
  },
})
