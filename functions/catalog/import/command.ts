import { existsSync, realpathSync } from 'node:fs'
import { closeDatabase } from '@korob/platform/database'
import { connectTo, reach } from './connect.ts'
import { exitCodeOf } from './exit-code.ts'
import { importFile } from './import-file.ts'
import { type Options, readOptions, UsageError, usage } from './options.ts'
import { prepareFile, type ShownColumn, shownColumns, unusedColumns } from './prepare.ts'
import type { Output } from './progress.ts'
import { importByUrl } from './remote.ts'
import { openReport } from './report.ts'

type Say = (text: string) => void

const showMapping = (mapping: readonly ShownColumn[], unused: readonly string[], say: Say) => {
  say('Columns')
  for (const { target, columns: from } of mapping) say(`  ${target.padEnd(16)} ← ${from.join(' + ')}`)
  if (unused.length > 0) say(`  not used: ${unused.join(', ')}`)
}

const isSameFile = (one: string, other: string): boolean => existsSync(one) && realpathSync(one) === realpathSync(other)

/** Answers whether every row was taken. */
const run = async (options: Options, output: Output, signal: AbortSignal | undefined): Promise<boolean> => {
  const say: Say = (text) => output.write(`${text}\n`)
  if (options.report !== undefined && isSameFile(options.report, options.path))
    throw new UsageError('--report would overwrite the file that is read')
  if (options.url !== undefined) return importByUrl({ ...options, url: options.url }, output, signal, showMapping)
  const where = connectTo(options.databaseUrl)
  const prepared = await prepareFile(options)
  const { sniffed, columns, mapping, repeated } = prepared
  const kind = sniffed.format === 'csv' ? `CSV, parted by ${JSON.stringify(sniffed.delimiter)}` : 'JSON lines'
  say(`${options.path} (${kind}, ${sniffed.encoding}) → ${where}${options.dryRun ? ', dry run' : ''}`)
  showMapping(shownColumns(mapping), unusedColumns(prepared), say)
  if (repeated.length > 0) say(`  several of one name: ${repeated.join(', ')}`)
  const report = openReport(options.report)
  try {
    await reach(where)
    const began = performance.now()
    const { rows, products, created, updated, unchanged } = await importFile({
      ...options,
      sniffed,
      mapping,
      report,
      output,
      signal,
    })
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    for (const line of report.lines()) say(line)
    const { rejectedRows } = report.counts
    say(
      `${rows} rows, ${products} products: ${created} ${options.dryRun ? 'would be created' : 'created'}, ${updated} updated, ${unchanged} unchanged, ${rejectedRows} rows rejected, ${seconds} s`,
    )
    const hasStock = mapping.some(({ target }) => 'field' in target && target.field === 'stock')
    if (created > 0 && !hasStock && columns.length > 0 && mapping.length > 0 && options.stock === undefined)
      say(
        'No column gives the stock, so products that are new are sold out. --stock N sets it, but only of products that are new: those that are there already keep theirs.',
      )
    if (options.report !== undefined) say(`Report: ${options.report}`)
    return rejectedRows === 0
  } finally {
    report.close()
    await closeDatabase()
  }
}

/**
 * The command: answers its exit code, as `usage` explains it. What there is to say goes to `output`, complaints too.
 * @param signal ends it; its reason is the exit code then
 */
export const importCatalog = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
  signal?: AbortSignal,
): Promise<number> => {
  try {
    const options = readOptions(args, env)
    if (options) return (await run(options, output, signal)) ? 0 : 3
    output.write(`${usage}\n`)
    return 0
  } catch (error) {
    if (signal?.aborted) {
      output.write('\nStopped. What was written stays; the same command again does the rest.\n')
      return Number(signal.reason)
    }
    return exitCodeOf(error, usage, output)
  }
}
