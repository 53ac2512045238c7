import { shortened } from './cells.ts'
import { applyMapping, guessMapping, guessMore, readMapping } from './columns.ts'
import { isExport } from './export-format.ts'
import { type ColumnMapping, targetName } from './fields.ts'
import { FileError } from './file-error.ts'
import { checkRepeated } from './header.ts'
import { sampleRecords } from './records.ts'
import { type Sniffed, sniffFile } from './sniff.ts'

export interface FileWishes {
  path: string
  map: string
  encoding: string | undefined
  delimiter: string | undefined
}

/** What a file is and what its columns mean. */
export interface PreparedFile {
  sniffed: Sniffed
  columns: string[]
  mapping: ColumnMapping[]
  /** Names that several columns have. */
  repeated: string[]
}

const whyNoRows = (columns: readonly string[], { map }: FileWishes): string =>
  columns.length === 0 || map !== '' || guessMapping(columns, []).length > 0
    ? 'the file has no rows'
    : `the file has one row, and none of its values is the name of a column (${shortened(columns.join(', '), 80)}): the first row must be the header, such as sku,name,category,price`

/**
 * Looks at the beginning of a file, and of JSON lines at the members of all.
 * @param beat called now and then meanwhile
 * @throws FileError, MappingError when it can't be imported
 */
export const prepareFile = async (wishes: FileWishes, beat?: () => Promise<void>): Promise<PreparedFile> => {
  const { path, map, encoding, delimiter } = wishes
  const found = await sniffFile(path)
  const sniffed = { ...found, encoding: encoding ?? found.encoding, delimiter: delimiter ?? found.delimiter }
  const { columns: first, later, rows: sample, isEmpty } = await sampleRecords(path, sniffed, 500, beat)
  if (isEmpty) throw new FileError(whyNoRows(first, wishes))
  if (isExport(first)) return { sniffed, columns: first, mapping: [], repeated: checkRepeated(first, []) }
  const columns = [...first, ...later]
  if (sniffed.format === 'csv' && sample.length === 0)
    throw new FileError(
      `no row has as many values as the header; what parts them is taken to be ${JSON.stringify(sniffed.delimiter)}: --delimiter`,
    )
  const mapping =
    columns.length === 0 ? [] : applyMapping(guessMore(guessMapping(first, sample), later), readMapping(map, columns))
  return { sniffed, columns, mapping, repeated: checkRepeated(columns, mapping) }
}

/** Columns of which nothing is read. */
export const unusedColumns = ({ columns, mapping }: Pick<PreparedFile, 'columns' | 'mapping'>): string[] => {
  if (isExport(columns)) return []
  const used = new Set(mapping.flatMap((one) => one.columns))
  return [...new Set(columns)].filter((column) => !used.has(column))
}

export interface ShownColumn {
  target: string
  columns: string[]
}

/** A mapping as it is shown: `price ← Цена`. */
export const shownColumns = (mapping: readonly ColumnMapping[]): ShownColumn[] =>
  mapping.map(({ target, columns }) => ({ target: targetName(target), columns }))
