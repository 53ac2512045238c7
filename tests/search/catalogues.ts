import { openSearch } from '@korob/platform/opensearch'
import { seedDemo } from '../../functions/catalog/demo-data.ts'
import { importCatalog } from '../../functions/catalog/import/command.ts'
import { productAlias } from '../../functions/catalog/index/product-index.ts'
import { ensureProductIndex } from '../../functions/catalog/index/recover.ts'
import { index, ownIndex, request, takeChanged } from '../catalog/support/index.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import type { Judged } from './judgements.ts'

export interface Loaded {
  products: Judged[]
  drop(): Promise<void>
}

const judged = async (db: ServiceDatabase): Promise<Judged[]> => {
  const { rows } = await db.admin.query<Judged>(
    `select p.id, p.sku, array[p.name_ru, p.name_en] as names, p.brand_slug as brand, p.categories,
            array(select name from catalog.category as c, unnest(array[c.name_ru, c.name_en]) as name
                   where c.path = any (p.categories)) as "categoryNames",
            p.attribute_values as attributes
       from catalog.product as p where p.published and p.deleted_at is null`,
  )
  return rows
}

const batch = 250

const fill = async (): Promise<void> => {
  const engine = openSearch()
  if (engine) await ensureProductIndex(engine)
  for (let bodies = await takeChanged(); bodies.length > 0; bodies = await takeChanged())
    for (let at = 0; at < bodies.length; at += batch) {
      const { batchItemFailures } = await index(...bodies.slice(at, at + batch))
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} products were not indexed`)
    }
  await request('POST', `/${productAlias()}/_refresh`)
}

/** A catalogue in a database and an index of its own: a file as `catalog:import` reads it, or the demo. */
export const loadCatalogue = async (file: string | undefined, importOptions: readonly string[]): Promise<Loaded> => {
  const db = await serviceDatabase('catalog')
  const index = ownIndex()
  try {
    if (file === undefined) await seedDemo()
    else {
      let output = ''
      const write = (text: string) => {
        output += text
      }
      const code = await importCatalog(
        [file, '--database-url', db.url, '--stock', '20', ...importOptions],
        {},
        { write },
      )
      if (code !== 0 && code !== 3) throw new Error(`the import of ${file} failed:\n${output}`)
    }
    await fill()
    const products = await judged(db)
    const drop = async () => {
      await index.drop()
      await db.drop()
    }
    return { products, drop }
  } catch (error) {
    await index.drop()
    await db.drop()
    throw error
  }
}
