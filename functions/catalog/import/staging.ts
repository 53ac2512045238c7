import { DatabaseSync } from 'node:sqlite'
import type { ProductInput } from '../domain/product-input.ts'
import type { StagedRow } from './merge.ts'

interface Row {
  line: number
  sku: string
  product: string
}

/**
 * Readable rows on disk until all are read, so that rows of one sku come together whatever the size of the file.
 * A database without a name is a temporary file that goes with the process, however that ends.
 * https://www.sqlite.org/inmemorydb.html#temp_db
 */
export const openStaging = () => {
  const db = new DatabaseSync('')
  db.exec('pragma journal_mode = off; pragma synchronous = off; begin')
  db.exec('create table staged (line integer primary key, sku text not null, product text not null) strict')
  const insert = db.prepare('insert into staged (line, sku, product) values (?, ?, ?)')
  return {
    add(line: number, product: ProductInput): void {
      insert.run(line, product.sku, JSON.stringify(product))
    },
    /** How many different skus there are; call it once all rows are in. */
    countSkus(): number {
      db.exec('create index staged_sku on staged (sku, line); commit')
      return (db.prepare('select count(distinct sku) as n from staged').get() as { n: number }).n
    },
    /** Rows by sku, those of one sku in the file's order. */
    *bySku(): Generator<[StagedRow, ...StagedRow[]]> {
      let group: StagedRow[] = []
      let sku: string | undefined
      const rows = db.prepare('select line, sku, product from staged order by sku, line').iterate()
      for (const row of rows as unknown as Iterable<Row>) {
        if (row.sku !== sku && group.length > 0) yield group as [StagedRow, ...StagedRow[]]
        if (row.sku !== sku) group = []
        sku = row.sku
        group.push({ line: row.line, product: JSON.parse(row.product) as ProductInput })
      }
      if (group.length > 0) yield group as [StagedRow, ...StagedRow[]]
    },
    close(): void {
      db.close()
    },
  }
}
export type Staging = ReturnType<typeof openStaging>
