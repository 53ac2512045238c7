import { database } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface CategoryRow {
  path: string
  name: Localized
  count: number
}

/** All categories, parents before children, in the shop's order. */
export const findCategories = (): Promise<CategoryRow[]> =>
  database.many<CategoryRow>(sql`
    with counts as (
      -- By any path a category had: products follow after it.
      select a.category_id, sum(known.count)::int as count
        from (select path, count(*) as count
                from product, unnest(categories) as path
               where published and deleted_at is null
               group by path) as known
        join category_address as a using (path)
       group by a.category_id)
    select c.path, jsonb_build_object('ru', c.name_ru, 'en', c.name_en) as name, coalesce(counts.count, 0) as count
      from category as c left join counts on counts.category_id = c.id
     order by cardinality(string_to_array(c.path, '/')), c.position, c.name_ru`)

/** The category that has this path, or had it before it moved. */
export const findCategoryAt = (path: string): Promise<Omit<CategoryRow, 'count'> | undefined> =>
  database.maybe<Omit<CategoryRow, 'count'>>(sql`
    select path, jsonb_build_object('ru', name_ru, 'en', name_en) as name from category where path = current_category(${path}::text)`)
