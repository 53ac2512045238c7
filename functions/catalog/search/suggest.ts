import { integerSetting } from '@korob/platform/config'
import { Unreachable } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import type { Language } from '@korob/platform/schema'
import { fold, wordsIn } from '../domain/query/fold.ts'
import { isAlmost, isWord } from '../domain/query/marks.ts'
import { type Query, type Term, understand } from '../domain/query/query.ts'
import type { Hit, Suggestions } from '../views.ts'
import { type Deadline, deadlineIn } from './deadline.ts'
import type { SearchEngine } from './engine.ts'
import { withEngine } from './engines.ts'
import { searchLimitMs } from './search.ts'
import { type SearchSettings, searchSettings } from './settings.ts'

// Names of so many products are looked through for what could be typed next.
const lookedThrough = 24
const longestPhrase = 3

const soughtIn = ({ terms, other }: Query): string[] =>
  [...terms, ...(other?.terms ?? [])].flatMap((term) => [
    ...term.words,
    ...(term.kind === 'measure' ? [] : term.alternatives.flatMap(({ words }) => words)),
  ])

/** What a name calls its thing, before it gives a name of its own, sizes or colours: `сковорода чугунная`. */
const phraseOf = (name: string): string[] => {
  const [noun = ''] = name.split(/[«"„,(0-9]/, 1)
  return wordsIn(noun.toLowerCase()).slice(0, longestPhrase)
}

/** The most common phrases that begin as typed. */
const queriesFrom = (hits: readonly Hit[], query: Query, lang: Language, limit: number): string[] => {
  const sought = soughtIn(query)
  const counts = new Map<string, number>()
  for (const hit of hits) {
    const words = phraseOf(hit.name[lang])
    const begins = (same: typeof isWord) => words.findIndex((word) => sought.some((one) => same(fold(word), one)))
    const exact = begins(isWord)
    const at = exact < 0 ? begins(isAlmost) : exact
    if (at < 0) continue
    // English says last what a thing is, Russian first.
    const phrase = (lang === 'en' ? words : words.slice(at)).join(' ')
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([phrase]) => phrase)
    .filter((phrase) => phrase !== query.text.toLowerCase())
    .slice(0, limit)
}

/** Every word typed begins a word of the category's name, in either language. */
const categoriesFor = ({ terms, other }: Query, { categories }: SearchSettings, limit: number) =>
  categories
    .filter(({ name }) => {
      const words = wordsIn(fold(`${name.ru} ${name.en}`))
      const has = (sought: readonly string[]) => sought.every((one) => words.some((word) => isWord(word, one)))
      const hasAll = (all: readonly Term[]) =>
        all.length > 0 &&
        all.every(
          (term) => has(term.words) || (term.kind !== 'measure' && term.alternatives.some((one) => has(one.words))),
        )
      return hasAll(terms) || hasAll(other?.terms ?? [])
    })
    .slice(0, limit)

const hitsFor = async (engine: SearchEngine, query: Query, deadline: Deadline): Promise<Hit[]> => {
  const hits = await engine.suggest(query, 'all', lookedThrough, deadline)
  return hits.length > 0 ? hits : engine.suggest(query, 'misspelled', lookedThrough, deadline)
}

/** Of what is typed on, the answer is wanted soon or not at all. */
const limitMs = () => Math.min(integerSetting('SUGGEST_LIMIT_MS', 2_000), searchLimitMs())

/** Products of the engine there is; none where it finds no time. */
const hitsInTime = async (query: Query, settings: SearchSettings, deadline: Deadline): Promise<Hit[]> => {
  try {
    return await withEngine(settings.servedMapping, deadline, (engine, due) => hitsFor(engine, query, due))
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    logger.warn('no products suggested, for lack of time', { error: String(error) })
    return []
  }
}

/** What a shopper who has typed so far may be looking for. */
export const suggest = async (text: string, lang: Language, limit: number): Promise<Suggestions> => {
  const deadline = deadlineIn(limitMs())
  const settings = await searchSettings()
  const query = understand(text, settings.synonyms)
  if (query.terms.length === 0) return { queries: [], products: [], categories: [] }
  const hits = await hitsInTime(query, settings, deadline)
  return {
    queries: queriesFrom(hits, query, lang, limit),
    products: hits.slice(0, limit),
    categories: categoriesFor(query, settings, limit),
  }
}
