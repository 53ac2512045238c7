import { database, type Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { FacetSetting, OperatorCategory } from '../operator-views.ts'

export interface CategoryRow {
  id: string
  path: string
  name: Localized
  position: number
  revision: number
}

const shown = (products: Sql): Sql => sql`
  c.id, c.path, parent.id as "parentId", regexp_replace(c.path, '^.*/', '') as slug,
  jsonb_build_object('ru', c.name_ru, 'en', c.name_en) as name, c.position, ${products} as products,
  array(select a.path from category_address as a where a.category_id = c.id and a.path <> c.path order by a.path) as "formerPaths",
  c.revision`

/** All categories, parents before children, in the shop's order; `counts`: of the products of each, by its id. */
export const listCategories = (counts: ReadonlyMap<string, number>): Promise<OperatorCategory[]> =>
  database.many<OperatorCategory>(sql`
    select ${shown(sql`coalesce((${JSON.stringify(Object.fromEntries(counts))}::jsonb ->> c.id::text)::int, 0)`)}
      from category as c
      left join category as parent on parent.path = c.parent_path
     order by cardinality(string_to_array(c.path, '/')), c.position, c.name_ru`)

/** How many products each category has, by its id. All products are read for it. */
export const countCategoryProducts = async (): Promise<Map<string, number>> => {
  const rows = await database.many<{ id: string; count: number }>(sql`
    select a.category_id as id, sum(known.count)::int as count
      from (select path, count(*) as count from product, unnest(categories) as path where deleted_at is null group by path) as known
      join category_address as a using (path)
     group by a.category_id`)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** One category; only its own products are counted. */
export const readCategory = (id: string): Promise<OperatorCategory | undefined> =>
  database.maybe<OperatorCategory>(sql`
    select ${shown(sql`(select count(*)::int from product as p where p.categories && (select category_paths(c.path)) and p.deleted_at is null)`)}
      from category as c left join category as parent on parent.path = c.parent_path
     where c.id = ${id}::uuid`)

/** One at a time may change the tree: what one finds of it holds until it commits. */
export const lockTree = (tx: Transaction): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended('category tree', 0))`)

export const findCategory = (tx: Transaction, id: string): Promise<CategoryRow | undefined> =>
  tx.maybe<CategoryRow>(sql`
    select id, path, jsonb_build_object('ru', name_ru, 'en', name_en) as name, position, revision
      from category where id = ${id}::uuid`)

export const insertCategory = async (tx: Transaction, path: string, name: Localized): Promise<string> => {
  const { id } = await tx.one<{ id: string }>(sql`
    insert into category (path, name_ru, name_en, position) values (${path}, ${name.ru}, ${name.en}, 2147483647) returning id`)
  return id
}

/** Puts a category at a place among its siblings, from 0; at their end without one. */
export const placeCategory = (tx: Transaction, id: string, position: number | undefined): Promise<number> =>
  tx.run(sql`
    with own as (
      select path, parent_path from category where id = ${id}::uuid
    ), others as (
      select c.id, row_number() over (order by c.position, c.name_ru, c.id) - 1 as place
        from category as c, own where c.parent_path is not distinct from own.parent_path and c.path <> own.path
    ), wanted as (
      select least(${position ?? null}::bigint, count(*)) as place from others
    ), target as (
      select others.id, others.place + case when others.place >= coalesce(wanted.place, 2147483647) then 1 else 0 end as place
        from others, wanted
      union all
      select ${id}::uuid, coalesce(wanted.place, (select count(*) from others)) from wanted
    )
    update category as c set position = target.place from target where c.id = target.id and c.position <> target.place`)

/** Locks a category and all below it: products that are being written under them are waited for. */
export const lockSubtree = (tx: Transaction, path: string): Promise<number> =>
  tx.run(
    sql`select from category where path = ${path} or starts_with(path, ${path}::text || '/') order by id for update`,
  )

export const renameCategory = (tx: Transaction, id: string, name: Localized): Promise<number> =>
  tx.run(sql`update category set name_ru = ${name.ru}, name_en = ${name.en} where id = ${id}::uuid`)

/** Gives a category and all below it new paths; the old ones lead on. */
export const moveCategory = (tx: Transaction, from: string, to: string): Promise<number> =>
  tx.run(sql`
    update category set path = ${to}::text || substr(path, ${from.length + 1}::int)
     where path = ${from} or starts_with(path, ${from}::text || '/')`)

/** What stands in the way of deleting a category. */
export const usesOfCategory = (
  tx: Transaction,
  { id, path }: CategoryRow,
): Promise<{ children: boolean; products: boolean }> =>
  tx.one(sql`
    select exists (select from category where parent_path = ${path}) as children,
           exists (select from product
                    where categories && array(select a.path from category_address as a where a.category_id = ${id}::uuid)
                      and deleted_at is null) as products`)

/** Deletes a category; products that were deleted before it forget it. */
export const deleteCategory = async (tx: Transaction, id: string): Promise<void> => {
  const paths = sql`array(select path from category_address where category_id = ${id}::uuid)`
  await tx.run(sql`
    update product
       set refreshed = refreshed + 1,
           category_path = case when category_path = any (${paths}) then null else category_path end,
           other_categories = array(select one from unnest(other_categories) as one where one <> all (${paths}))
     where categories && ${paths} and deleted_at is not null`)
  await tx.run(sql`delete from category where id = ${id}::uuid`)
}

export const listFacets = (path: string, on: Pick<Transaction, 'many'> = database): Promise<FacetSetting[]> =>
  on.many<FacetSetting>(sql`
    select attribute_key as attribute, shown, position, set_at as "setAt"
      from category_facets(${path}::text) order by position, attribute_key`)

/** Sets a category's own filters, in place of those it had. */
export const replaceFacets = async (
  tx: Transaction,
  id: string,
  facets: readonly { attribute: string; shown: boolean }[],
): Promise<void> => {
  await tx.run(sql`delete from category_facet where category_id = ${id}::uuid`)
  await tx.run(sql`
    insert into category_facet (category_id, attribute_key, shown, position)
    select ${id}::uuid, item ->> 'attribute', (item ->> 'shown')::boolean, place - 1
      from jsonb_array_elements(${JSON.stringify(facets)}::jsonb) with ordinality as one (item, place)`)
  await tx.run(sql`update category set revision = revision + 1, updated_at = now() where id = ${id}::uuid`)
}
