import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { OperatorBrand } from '../operator-views.ts'

const columns = sql`
  b.slug, b.name, b.revision,
  (select count(*)::int from product where brand_slug = b.slug and deleted_at is null) as products`

export const listBrands = (): Promise<OperatorBrand[]> =>
  database.many<OperatorBrand>(sql`select ${columns} from brand as b order by b.name, b.slug`)

export const findBrand = (slug: string, on: Database = database): Promise<OperatorBrand | undefined> =>
  on.maybe<OperatorBrand>(sql`select ${columns} from brand as b where b.slug = ${slug}`)

export const insertBrand = (tx: Transaction, slug: string, name: string): Promise<number> =>
  tx.run(sql`insert into brand (slug, name) values (${slug}, ${name})`)

/** Its revision; products that are being written with it are waited for. */
export const lockBrand = (tx: Transaction, slug: string): Promise<{ name: string; revision: number } | undefined> =>
  tx.maybe(sql`select name, revision from brand where slug = ${slug} for update`)

export const renameBrand = (tx: Transaction, slug: string, name: string): Promise<number> =>
  tx.run(sql`update brand set name = ${name} where slug = ${slug}`)

/** Deletes a brand that no living product has; those that were deleted forget it. Answers whether it could. */
export const deleteBrand = async (tx: Transaction, slug: string): Promise<boolean> => {
  const { used } = await tx.one<{ used: boolean }>(
    sql`select exists (select from product where brand_slug = ${slug} and deleted_at is null) as used`,
  )
  if (used) return false
  await tx.run(sql`update product set brand_slug = null, refreshed = refreshed + 1 where brand_slug = ${slug}`)
  await tx.run(sql`delete from brand where slug = ${slug}`)
  return true
}
