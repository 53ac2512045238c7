import { DatabaseSync } from 'node:sqlite'
import type { ProductInput } from '../domain/product-input.ts'
import type { StagedRow } from './merge.ts'

/** A sku that differs from an earlier one only in case, each by the line where it comes first. */
export interface CaseTwin {
  line: number
  sku: string
  firstLine: number
  firstSku: string
}

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
  db.exec(
    'create table staged (line integer primary key, sku text not null, folded text not null, product text not null) strict',
  )
  const insert = db.prepare('insert into staged (line, sku, folded, product) values (?, ?, ?, ?)')
  return {
    add(line: number, product: ProductInput): void {
      insert.run(line, product.sku, product.sku.toLowerCase(), JSON.stringify(product))
    },
    /** How many different skus there are; call it once all rows are in. */
    countSkus(): number {
      db.exec('create index staged_sku on staged (sku, line); commit')
      return (db.prepare('select count(distinct sku) as n from staged').get() as { n: number }).n
    },
    /** Skus that are probably meant to be one; call it once all rows are in. */
    *caseTwins(): Generator<CaseTwin> {
      const twins = db
        .prepare(
          `select * from (
             select min(line) as line, sku,
                    first_value(min(line)) over folded_alike as firstLine, first_value(sku) over folded_alike as firstSku
               from staged
              where folded in (select folded from staged group by folded having min(sku) <> max(sku))
              group by folded, sku
             window folded_alike as (partition by folded order by min(line)))
            where line <> firstLine order by line`,
        )
        .iterate()
      for (const { line, sku, firstLine, firstSku } of twins as unknown as Iterable<CaseTwin>)
        yield { line, sku, firstLine, firstSku }
    },
    /** Rows by sku, those of one sku in the file's order; only skus behind `after`, if it is given. */
    *bySku(after = ''): Generator<[StagedRow, ...StagedRow[]]> {
      let group: StagedRow[] = []
      let sku: string | undefined
      const rows = db.prepare('select line, sku, product from staged where sku > ? order by sku, line').iterate(after)
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
