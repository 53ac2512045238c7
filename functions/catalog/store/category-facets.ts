import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** What is set of an attribute for a category and those below it, until one of them says otherwise. */
export interface CategoryFacetRow {
  path: string
  key: string
  shown: boolean
  position: number
}

export const findCategoryFacets = async (): Promise<CategoryFacetRow[]> => {
  const { isThere } = await database.one<{ isThere: boolean }>(sql`
    select to_regclass('category_facet') is not null as "isThere"`)
  if (!isThere) return []
  return database.many<CategoryFacetRow>(sql`
    select c.path, f.attribute_key as key, f.shown, f.position
      from category_facet as f join category as c on c.id = f.category_id
     order by c.path, f.position, f.attribute_key`)
}
