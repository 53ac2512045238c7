import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition } from '../domain/attributes.ts'
import { replaceFacets } from './category-edits.ts'
import { addAttributes, addBrands, addCategories, type CategoryInput } from './dictionaries.ts'

export interface GivenEntries {
  attributes: readonly AttributeDefinition[]
  brands: readonly { slug: string; name: string }[]
  categories: readonly (CategoryInput & { facets: readonly { attribute: string; shown: boolean }[] })[]
}

/** Attributes, brands and categories as a file says they are: added, or given these names. Products follow. */
export const putEntries = async (tx: Transaction, { attributes, brands, categories }: GivenEntries): Promise<void> => {
  await addAttributes(tx, attributes)
  await tx.run(sql`
    update attribute as a set name_ru = item #>> '{name,ru}', name_en = item #>> '{name,en}'
      from jsonb_array_elements(${JSON.stringify(attributes)}::jsonb) as item
     where a.key = item ->> 'key' and (a.name_ru, a.name_en) is distinct from (item #>> '{name,ru}', item #>> '{name,en}')`)
  await addBrands(tx, brands)
  await tx.run(sql`
    with renamed as (
      update brand as b set name = item.name
        from jsonb_to_recordset(${JSON.stringify(brands)}::jsonb) as item (slug text, name text)
       where b.slug = item.slug and b.name <> item.name
      returning b.slug)
    insert into follow_up (kind, key) select 'brand', slug from renamed`)
  await addCategories(tx, categories)
  await tx.run(sql`
    with renamed as (
      update category as c set name_ru = item #>> '{name,ru}', name_en = item #>> '{name,en}'
        from jsonb_array_elements(${JSON.stringify(categories)}::jsonb) as item
       where c.path = current_category(item ->> 'path')
         and (c.name_ru, c.name_en) is distinct from (item #>> '{name,ru}', item #>> '{name,en}')
      returning c.path)
    insert into follow_up (kind, key) select 'renamed', path from renamed`)
  await tx.run(sql`
    update category as c set position = (item ->> 'position')::int
      from jsonb_array_elements(${JSON.stringify(categories)}::jsonb) as item
     where c.path = current_category(item ->> 'path') and c.position <> (item ->> 'position')::int`)
  for (const { path, facets } of categories) await putFacets(tx, path, facets)
}

const putFacets = async (
  tx: Transaction,
  path: string,
  facets: GivenEntries['categories'][number]['facets'],
): Promise<void> => {
  const { id, own } = await tx.one<{ id: string; own: typeof facets }>(sql`
    select c.id, coalesce(jsonb_agg(jsonb_build_object('attribute', f.attribute_key, 'shown', f.shown) order by f.position)
                            filter (where f.attribute_key is not null), '[]') as own
      from category as c left join category_facet as f on f.category_id = c.id
     where c.path = current_category(${path}::text) group by c.id`)
  const key = (list: typeof facets) => list.map(({ attribute, shown }) => `${attribute} ${shown}`).join()
  if (key(own) !== key(facets)) await replaceFacets(tx, id, facets)
}
