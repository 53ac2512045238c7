import { type Transaction, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { putEntries } from '../store/put-entries.ts'
import { columnOfMember, type Fault } from './cells.ts'
import { checkProduct } from './check.ts'
import type { Entry } from './export-format.ts'
import type { ColumnMapping } from './fields.ts'
import { saidBy } from './header.ts'
import { requireKnownTypes } from './known-types.ts'
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
  /** Of products that are new, when nothing in the file gives it. */
  stock: number | undefined
  dryRun: boolean
  report: Report
  output: Output
  /** Ends the import between two rows or two batches. */
  signal?: AbortSignal | undefined
  /** What caused it, for the record of movements and edits. */
  reference?: string
  resume?: Resume
}

/** How an import that is worked in parts goes on behind its last one, and keeps what each has done. */
export interface Resume {
  /** Skus up to here are written. */
  afterSku: string | null
  onBytes: (readBytes: number) => Promise<void>
  /** The file is read; `products`: how many it has. */
  onRead: (read: { rows: number; products: number }) => Promise<void>
  /** In the transaction that has written the part. */
  commit: (tx: Transaction, part: PartWritten) => Promise<void>
}

export interface PartWritten extends Omit<Written, 'rejected'> {
  lastSku: string
  worked: number
  refused: { line: number; column: string; reason: string }[]
}

export interface Imported extends Omit<Written, 'rejected'> {
  rows: number
  products: number
}

const readJson = (json: Record<string, unknown>, { currency }: ImportRequest): Reading | { rejected: Fault[] } => {
  if (currency !== 'RUB')
    return {
      rejected: [{ column: 'priceMinor', reason: `is in kopecks always; --currency ${currency} can't be meant` }],
    }
  const { image, ...rest } = json
  const checked = checkProduct({
    ...rest,
    ...(typeof image === 'string' && rest.images === undefined ? { images: [image] } : {}),
  })
  return 'product' in checked ? { product: checked.product, categoryNames: [], left: [] } : checked
}

const readingOf = (record: SourceRecord, request: ImportRequest): Reading | { rejected: Fault[] } => {
  if (record.faults) return { rejected: record.faults }
  const { cells, json } = record
  const mapping = cells ? saidBy(cells, request.mapping) : request.mapping
  const reading = json ? readJson(json, request) : readRow(record, { ...request, mapping })
  const { stock } = request
  if ('rejected' in reading || stock === undefined) return reading
  const isSaid = json
    ? json.stock !== undefined
    : mapping.some(({ target }) => 'field' in target && target.field === 'stock')
  return isSaid ? reading : { ...reading, product: { ...reading.product, newStock: stock } }
}

/** Reads the whole file: good rows to the staging, others to the report. */
const stage = async (
  request: ImportRequest,
  staging: Staging,
  categoryNames: Map<string, string>,
  entries: Entry[],
): Promise<number> => {
  const { path, sniffed, report, output, signal, resume } = request
  const bar = progressBar('Reading', sniffed.sizeBytes, output)
  let rows = 0
  let readBytes = 0
  const advance = (bytes: number) => {
    readBytes += bytes
    bar.advance(bytes)
  }
  for await (const record of readRecords(path, sniffed, advance)) {
    signal?.throwIfAborted()
    rows += 1
    if (resume && rows % 1_000 === 0) await resume.onBytes(readBytes)
    if (record.entry) {
      entries.push(record.entry)
      continue
    }
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
    const { resume } = request
    await requireKnownTypes(request.mapping)
    const categoryNames = new Map<string, string>()
    const given: Entry[] = []
    const rows = await stage(request, staging, categoryNames, given)
    const products = staging.countSkus()
    for (const { line, sku, firstLine, firstSku } of staging.caseTwins())
      request.report.doubt(line, {
        column: columnOfMember(request.mapping, 'sku'),
        reason: `'${sku}' and '${firstSku}' of line ${firstLine} differ only in case: they are two products`,
      })
    const ofRecord = <Kind extends Entry['record']>(kind: Kind) =>
      given.filter((one): one is Extract<Entry, { record: Kind }> => one.record === kind)
    const entries = {
      attributes: ofRecord('attribute'),
      brands: ofRecord('brand'),
      categories: ofRecord('category'),
    }
    await resume?.onRead({ rows, products })
    if (given.length > 0 && !request.dryRun) await transaction((tx) => putEntries(tx, entries))
    const refused = (line: number, faults: readonly { member: string; reason: string }[]) =>
      faults.map(({ member, reason }) => ({ line, column: columnOfMember(request.mapping, member), reason }))
    const commit: WriteRules['commit'] =
      resume &&
      ((tx, part, { rejected, ...counts }) =>
        resume.commit(tx, {
          ...counts,
          lastSku: part.at(-1)?.product.sku ?? '',
          worked: part.length,
          refused: [
            ...part.flatMap(({ conflicts }) =>
              conflicts.flatMap(({ line, faults }) =>
                refused(
                  line,
                  faults.map(({ column, reason }) => ({ member: column, reason })),
                ),
              ),
            ),
            ...rejected.flatMap(({ line, member, reason }) => refused(line, [{ member, reason }])),
          ],
        }))
    const rules: WriteRules = {
      entries,
      commit,
      reference: request.reference ?? `import ${newId()}`,
      correlationId: newId(),
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
      // Parts that are kept as they are done keep what they refused, too.
      if (!resume)
        for (const { line, member, reason } of written.rejected)
          request.report.reject(line, [{ column: columnOfMember(request.mapping, member), reason }])
      bar.advance(batch.length)
    }
    let batch: Merged[] = []
    for (const group of staging.bySku(resume?.afterSku ?? undefined)) {
      const merged = mergeRows(group)
      if (!resume)
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
