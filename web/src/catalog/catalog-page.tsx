import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import type { SearchPage } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { Empty, Failed, Loading, Stale } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { Filters } from './filters.tsx'
import { ProductCard } from './product-card.tsx'
import { SearchBox } from './search-box.tsx'
import { readSearch, type SearchState, searchQuery, sorts, withoutFilters, writeSearch } from './search-state.ts'
import { useRenamedCategory } from './use-renamed-category.ts'

const useCatalogue = (state: SearchState) => {
  const api = useApi()
  const { language } = useLanguage()
  const query = searchQuery(state, language)
  return useInfiniteQuery({
    queryKey: ['search', query],
    queryFn: ({ pageParam, signal }) => api.search({ ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: SearchPage) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}

interface SortSelectProps {
  state: SearchState
  onChange: (state: SearchState) => void
}

const SortSelect = ({ state, onChange }: SortSelectProps) => {
  const { t } = useLanguage()
  return (
    <label className="inline-field">
      <span>{t.catalogue.sort}</span>
      <select
        name="sort"
        value={state.sort}
        onChange={(event) =>
          onChange({ ...state, sort: sorts.find((sort) => sort === event.target.value) ?? 'relevance' })
        }
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t.catalogue.sorts[sort]}
          </option>
        ))}
      </select>
    </label>
  )
}

interface ResultsProps {
  catalogue: ReturnType<typeof useCatalogue>
  state: SearchState
  onChange: (state: SearchState) => void
}

const Results = ({ catalogue, state, onChange }: ResultsProps) => {
  const { t } = useLanguage()
  const { data, error, isError, refetch, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = catalogue
  const pages = data?.pages ?? []
  const first = pages[0]
  if (!first) return isError ? <Failed error={error} onRetry={() => refetch()} /> : <Loading />
  const seen = new Map(pages.flatMap(({ items }) => items).map((hit) => [hit.id, hit]))
  return (
    <div data-testid="results" data-engine={first.engine} aria-busy={isPlaceholderData}>
      {isError && !catalogue.isFetchNextPageError && <Stale />}
      <div className="results-head">
        <p role="status" data-testid="found">
          {!first.isTotalExact && t.catalogue.atLeast(first.total)}
          {first.isTotalExact &&
            (state.q === '' ? t.catalogue.found(first.total) : t.catalogue.foundFor(first.total, state.q))}
        </p>
        <SortSelect state={state} onChange={onChange} />
      </div>
      <Meant first={first} state={state} onChange={onChange} />
      {seen.size === 0 ? (
        <Empty title={t.catalogue.nothing} hint={t.catalogue.nothingHint}>
          <button type="button" className="button" onClick={() => onChange(withoutFilters(state))}>
            {t.catalogue.resetFilters}
          </button>
        </Empty>
      ) : (
        <ul className={isPlaceholderData ? 'cards cards-old' : 'cards'}>
          {[...seen.values()].map((hit) => (
            <ProductCard key={hit.id} hit={hit} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="more">
          <p className="muted">{t.catalogue.shown(seen.size, first.total)}</p>
          {catalogue.isFetchNextPageError ? (
            <Failed error={error} onRetry={() => fetchNextPage()} />
          ) : (
            <button
              type="button"
              className="button"
              data-testid="load-more"
              disabled={isFetchingNextPage}
              onClick={() => fetchNextPage()}
            >
              {isFetchingNextPage ? t.states.loading : t.catalogue.more}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

interface MeantProps {
  first: SearchPage
  state: SearchState
  onChange: (state: SearchState) => void
}

/** What the shopper may have meant, and that what is shown isn't quite what was asked for. */
const Meant = ({ first, state, onChange }: MeantProps) => {
  const { t } = useLanguage()
  const meant = first.didYouMean
  if (meant === null && first.match === 'all') return null
  return (
    <p className="meant">
      {first.match === 'some' && `${t.catalogue.partly} `}
      {first.match === 'misspelled' && meant === null && t.catalogue.nearly}
      {meant !== null && (
        <button
          type="button"
          className="link-button"
          data-testid="did-you-mean"
          onClick={() => onChange({ ...state, q: meant })}
        >
          {t.catalogue.didYouMean(meant)}
        </button>
      )}
    </p>
  )
}

export const CatalogPage = () => {
  const { t } = useLanguage()
  const [parameters, setParameters] = useSearchParams()
  const state = readSearch(parameters)
  const catalogue = useCatalogue(state)
  const show = (next: SearchState) => setParameters(writeSearch(next), { preventScrollReset: true })
  useRenamedCategory(state.category, catalogue.isPlaceholderData ? undefined : catalogue.data?.pages[0], (category) =>
    setParameters(writeSearch({ ...state, category }), { replace: true, preventScrollReset: true }),
  )
  return (
    <>
      <Title>{state.q === '' ? t.catalogue.title : state.q}</Title>
      <h1 className="visually-hidden">{t.catalogue.title}</h1>
      <SearchBox
        value={state.q}
        // Each letter would be a step back otherwise.
        onChange={(q) =>
          setParameters((current) => writeSearch({ ...readSearch(current), q }), {
            replace: true,
            preventScrollReset: true,
          })
        }
        onCategory={(category) => show({ ...withoutFilters(state), q: '', category })}
      />
      <div className="catalogue">
        <Filters state={state} facets={catalogue.data?.pages[0]?.facets} onChange={show} />
        <Results catalogue={catalogue} state={state} onChange={show} />
      </div>
    </>
  )
}
