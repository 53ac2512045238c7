import { integerSetting } from '@korob/platform/config'
import { database } from '@korob/platform/database'
import { logger } from '@korob/platform/observability'
import type { Localized } from '@korob/platform/schema'
import type { FacetSetting } from '../domain/category-facets.ts'
import type { FormerPaths } from '../domain/category-paths.ts'
import type { KnownAttribute } from '../domain/known-attribute.ts'
import { noSynonyms, readSynonyms, type Synonyms } from '../domain/query/synonyms.ts'
import { readSearchSettings } from '../store/search-settings.ts'

/** What operators set that every search needs. */
export interface SearchSettings {
  /** False while they were never read: none are known then. */
  areRead: boolean
  synonyms: Synonyms
  attributes: ReadonlyMap<string, KnownAttribute>
  categories: readonly { path: string; name: Localized }[]
  /** The same by path. */
  categoryNames: ReadonlyMap<string, Localized>
  formerPaths: FormerPaths
  /** What brands that were renamed lately are called now, by slug. */
  brandNames: ReadonlyMap<string, string>
  facets: readonly FacetSetting[]
  /** Hash of the mapping that the index in service was made with; null: nobody knows. */
  servedMapping: string | null
}

const none: SearchSettings = {
  areRead: false,
  synonyms: noSynonyms,
  attributes: new Map(),
  categories: [],
  categoryNames: new Map(),
  formerPaths: new Map(),
  brandNames: new Map(),
  facets: [],
  servedMapping: null,
}
const waitMs = 300
// There is nothing to go on with, and a connection to be opened.
const firstWaitMs = 5_000

let kept: { settings: SearchSettings; untilMs: number } | undefined

// PostgreSQL gives it up as well: a connection that waits on for nobody is wanted by the search.
const read = async (limitMs: number): Promise<SearchSettings> => {
  const { synonyms, attributes, categories, formerPaths, brands, facets, servedMapping } = await readSearchSettings(
    database.within(limitMs),
  )
  return {
    areRead: true,
    synonyms: readSynonyms(synonyms),
    attributes: new Map(attributes.map((one) => [one.key, one])),
    categories,
    categoryNames: new Map(categories.map(({ path, name }) => [path, name])),
    formerPaths: new Map(formerPaths.map(({ path, current }) => [path, current])),
    brandNames: new Map(brands.map(({ slug, name }) => [slug, name])),
    facets,
    servedMapping,
  }
}

const late = (ms: number) =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms).unref()
  })

/**
 * The settings as they are, at most two seconds old. While the database doesn't answer, those that are known: the search
 * engine may still be there, and must not wait for long.
 */
export const searchSettings = async (): Promise<SearchSettings> => {
  if (kept && Date.now() < kept.untilMs) return kept.settings
  const before = kept?.settings
  const keep = (settings: SearchSettings) => {
    kept = { settings, untilMs: Date.now() + integerSetting('SEARCH_SETTINGS_MS', 2_000) }
    return settings
  }
  const limitMs = before ? waitMs : firstWaitMs
  try {
    return keep(await Promise.race([read(limitMs), late(limitMs)]))
  } catch (error) {
    logger.warn('search settings not read', { error: String(error) })
    return keep(before ?? none)
  }
}

/** The next search reads them anew: somebody has changed them here. */
export const forgetSearchSettings = (): void => {
  kept = undefined
}
