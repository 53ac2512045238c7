import { newId } from '@korob/platform/ids'
import { columnOfMember, type Fault } from './cells.ts'
import { checkProduct } from './check.ts'
import type { ColumnMapping } from './fields.ts'
import { type Merged, mergeRows } from './merge.ts'
import { type Output, progressBar } from './progress.ts'
import { readRecords, type SourceRecord } from './records.ts'
import type { Report } from './report.ts'
import { type Reading, readRow } from './row.ts'
import { attributesOf } from './row-attributes.ts'
import type { Sniffed } from './sniff.ts'
import { openStaging, type Staging } from './staging.ts'
import { type WriteRules, type Written, writeProducts } from './write.ts'

const batchSize = 500

export interface ImportRequest {
  path: string
  sniffed: Sniffed
  mapping: readonly ColumnMapping[]
  currency: string
  rate: number
  stock: number | undefined
  dryRun: boolean
  report: Report
  output: Output
  /** Ends the import between two rows or two batches. */
  signal?: AbortSignal
}

export interface Imported extends Omit<Written, 'rejected'> {
  rows: number
  products: number
}

const readJson = (
  json: Record<string, unknown>,
  { currency, stock }: ImportRequest,
): Reading | { rejected: Fault[] } => {
  if (currency !== 'RUB')
    return {
      rejected: [{ column: 'priceMinor', reason: `is in kopecks always; --currency ${currency} can't be meant` }],
    }
  const { image, ...rest } = json
  const checked = checkProduct({
    stock,
    ...rest,
    ...(typeof image === 'string' && rest.images === undefined ? { images: [image] } : {}),
  })
  return 'product' in checked ? { product: checked.product, categoryNames: [], left: [] } : checked
}

const readingOf = (record: SourceRecord, request: ImportRequest) => {
  if (record.faults) return { rejected: record.faults }
  if (record.json) return readJson(record.json, request)
  return readRow(record, request)
}

/** Reads the whole file: good rows to the staging, others to the report. */
const stage = async (request: ImportRequest, staging: Staging, categoryNames: Map<string, string>): Promise<number> => {
  const { path, sniffed, report, output, signal } = request
  const bar = progressBar('Reading', sniffed.sizeBytes, output)
  let rows = 0
  for await (const record of readRecords(path, sniffed, (bytes) => bar.advance(bytes))) {
    signal?.throwIfAborted()
    rows += 1
    const reading = readingOf(record, request)
    if ('rejected' in reading) {
      report.reject(record.line, reading.rejected, record.lastLine)
      continue
    }
    report.leaveOut(record.line, reading.left)
    staging.add(record.line, reading.product)
    const parts = reading.product.category.split('/')
    for (const [index, name] of reading.categoryNames.entries())
      if (!categoryNames.has(parts.slice(0, index + 1).join('/')))
        categoryNames.set(parts.slice(0, index + 1).join('/'), name)
  }
  bar.end()
  return rows
}

/** Imports a file: products are created by sku or brought up to date, in batches that each commit alone. */
export const importFile = async (request: ImportRequest): Promise<Imported> => {
  const staging = openStaging()
  try {
    const categoryNames = new Map<string, string>()
    const rows = await stage(request, staging, categoryNames)
    const products = staging.countSkus()
    for (const { line, sku, firstLine, firstSku } of staging.caseTwins())
      request.report.doubt(line, {
        column: columnOfMember(request.mapping, 'sku'),
        reason: `'${sku}' and '${firstSku}' of line ${firstLine} differ only in case: they are two products`,
      })
    const stockIsGiven = request.mapping.some(({ target }) => 'field' in target && target.field === 'stock')
    const rules: WriteRules = {
      reference: `import ${newId()}`,
      correlationId: newId(),
      stock: stockIsGiven || request.sniffed.format === 'jsonl' ? 'set' : 'keep',
      attributes: attributesOf(request.mapping),
      categoryNames,
      dryRun: request.dryRun,
    }
    const bar = progressBar(request.dryRun ? 'Comparing' : 'Writing', products, request.output)
    const total = { created: 0, updated: 0, unchanged: 0 }
    const flush = async (batch: readonly Merged[]) => {
      request.signal?.throwIfAborted()
      const written = await writeProducts(batch, rules)
      total.created += written.created
      total.updated += written.updated
      total.unchanged += written.unchanged
      for (const { line, member, reason } of written.rejected)
        request.report.reject(line, [{ column: columnOfMember(request.mapping, member), reason }])
      bar.advance(batch.length)
    }
    let batch: Merged[] = []
    for (const group of staging.bySku()) {
      const merged = mergeRows(group)
      for (const { line, faults } of merged.conflicts)
        request.report.reject(
          line,
          faults.map(({ column, reason }) => ({ column: columnOfMember(request.mapping, column), reason })),
        )
      batch.push(merged)
      if (batch.length < batchSize) continue
      await flush(batch)
      batch = []
    }
    await flush(batch)
    bar.end()
    return { rows, products, ...total }
  } finally {
    staging.close()
  }
}
