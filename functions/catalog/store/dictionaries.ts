import type { Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition } from '../domain/attributes.ts'

export interface CategoryInput {
  path: string
  name: Localized
  position: number
}

/** Without a position it stands behind its siblings. */
export type NewCategory = Omit<CategoryInput, 'position'> & { position: number | null }

// Each adds what is missing and leaves what an operator may have renamed or moved. Sorted, so that two at once wait in one order.

export const addCategories = (tx: Transaction, categories: readonly NewCategory[]): Promise<number> =>
  tx.run(sql`
    with given as (
      select distinct on (1) current_category(item ->> 'path') as path, item -> 'name' as name, (item ->> 'position')::int as position
        from jsonb_array_elements(${JSON.stringify(categories)}::jsonb) as item
       order by 1
    )
    insert into category (path, name_ru, name_en, position)
    select path, name ->> 'ru', name ->> 'en', coalesce(
             position,
             (select max(least(sibling.position, 2147483646)) + 1
                from category as sibling
               where sibling.parent_path is not distinct from nullif(regexp_replace(given.path, '/?[^/]+$', ''), '')),
             0)
      from given
     order by path
        on conflict (path) do nothing`)

export const addBrands = (tx: Transaction, brands: readonly { slug: string; name: string }[]): Promise<number> =>
  tx.run(sql`
    insert into brand (slug, name)
    select distinct on (slug) slug, name
      from jsonb_to_recordset(${JSON.stringify(brands)}::jsonb) as item (slug text, name text)
     order by slug, name
        on conflict (slug) do nothing`)

export const addAttributes = (tx: Transaction, attributes: readonly AttributeDefinition[]): Promise<number> =>
  tx.run(sql`
    insert into attribute (key, name_ru, name_en, type, unit)
    select item ->> 'key', item #>> '{name,ru}', item #>> '{name,en}', item ->> 'type', item ->> 'unit'
      from jsonb_array_elements(${JSON.stringify(attributes)}::jsonb) as item
     order by 1
        on conflict (key) do nothing`)
