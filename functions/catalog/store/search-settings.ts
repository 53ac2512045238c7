import type { Reader } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { FacetSetting } from '../domain/category-facets.ts'
import type { KnownAttribute } from '../domain/known-attribute.ts'

export interface SearchSettingsRow {
  synonyms: string[][]
  attributes: KnownAttribute[]
  categories: { path: string; name: Localized }[]
  /** Every path that a category had before. */
  formerPaths: { path: string; current: string }[]
  /** Those that were renamed lately, by what they are called now. */
  brands: { slug: string; name: string }[]
  /** What is set of attributes for categories and those below them, until one of these says otherwise. */
  facets: FacetSetting[]
  /** What the index in service was made with; null when none serves. */
  servedMapping: string | null
}

/** Longer than the index takes to follow a brand of a whole catalogue. */
const followedAfterHours = 48

/** What a search has to know besides the query, in one round trip. */
export const readSearchSettings = (on: Reader): Promise<SearchSettingsRow> =>
  on.one<SearchSettingsRow>(sql`
    select (select coalesce(jsonb_agg(names order by id), '[]') from synonym) as synonyms,
           (select mapping_hash from search_index where state = 'serving') as "servedMapping",
           (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'type', type, 'unit', unit,
                     'name', jsonb_build_object('ru', name_ru, 'en', name_en)) order by key), '[]') from attribute) as attributes,
           (select coalesce(jsonb_agg(jsonb_build_object('path', path, 'name', jsonb_build_object('ru', name_ru, 'en', name_en))
                     order by cardinality(string_to_array(path, '/')), position, name_ru), '[]') from category) as categories,
           (select coalesce(jsonb_agg(jsonb_build_object('path', a.path, 'current', c.path)), '[]')
              from category_address as a join category as c on c.id = a.category_id where a.path <> c.path) as "formerPaths",
           (select coalesce(jsonb_agg(jsonb_build_object('slug', slug, 'name', name)), '[]') from brand
             where renamed_at > now() - ${followedAfterHours} * interval '1 hour') as brands,
           (select coalesce(jsonb_agg(jsonb_build_object('path', c.path, 'key', f.attribute_key, 'shown', f.shown, 'position', f.position)), '[]')
              from category_facet as f join category as c on c.id = f.category_id) as facets`)
