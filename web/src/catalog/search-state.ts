import type { Language, SearchQuery } from '../api/answers.ts'

export const sorts = ['relevance', 'price', '-price', 'new', 'name'] as const
export type Sort = (typeof sorts)[number]

/** What the catalogue shows, as its address says it. Prices are whole roubles there: people read and edit addresses. */
export interface SearchState {
  q: string
  category: string
  brands: readonly string[]
  minPrice: number | undefined
  maxPrice: number | undefined
  inStock: boolean
  discount: boolean
  /** `material:чугун`, `width:60..80`: as the shop takes them. */
  attributes: readonly string[]
  sort: Sort
}

const roubles = (text: string | null): number | undefined =>
  text !== null && /^\d{1,8}$/.test(text) ? Number(text) : undefined

const maxTextLength = 200
const maxBrands = 30
const maxAttributes = 30
const attribute = /^[a-z][a-z0-9_]{0,59}:[^\p{Cc}\p{Cs}]{1,139}$/u
const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/
const path = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/

/** The state of an address; what makes no sense in it is left out, so that an old or mistyped link still opens. */
export const readSearch = (parameters: URLSearchParams): SearchState => {
  const category = parameters.get('category') ?? ''
  const sort = sorts.find((one) => one === parameters.get('sort'))
  return {
    q: (parameters.get('q') ?? '').slice(0, maxTextLength),
    category: path.test(category) && category.length <= 200 ? category : '',
    brands: [...new Set(parameters.getAll('brand'))].filter((one) => slug.test(one)).slice(0, maxBrands),
    minPrice: roubles(parameters.get('from')),
    maxPrice: roubles(parameters.get('to')),
    inStock: parameters.get('instock') === '1',
    discount: parameters.get('discount') === '1',
    attributes: [...new Set(parameters.getAll('attr'))].filter((one) => attribute.test(one)).slice(0, maxAttributes),
    sort: sort ?? 'relevance',
  }
}

/** The address of a state; what is as usual is left out. */
export const writeSearch = (state: SearchState): URLSearchParams => {
  const parameters = new URLSearchParams()
  if (state.q !== '') parameters.set('q', state.q)
  if (state.category !== '') parameters.set('category', state.category)
  for (const brand of state.brands) parameters.append('brand', brand)
  if (state.minPrice !== undefined) parameters.set('from', String(state.minPrice))
  if (state.maxPrice !== undefined) parameters.set('to', String(state.maxPrice))
  if (state.inStock) parameters.set('instock', '1')
  if (state.discount) parameters.set('discount', '1')
  for (const one of state.attributes) parameters.append('attr', one)
  if (state.sort !== 'relevance') parameters.set('sort', state.sort)
  return parameters
}

export const withoutFilters = ({ q, sort }: SearchState): SearchState => ({
  q,
  sort,
  category: '',
  brands: [],
  minPrice: undefined,
  maxPrice: undefined,
  inStock: false,
  discount: false,
  attributes: [],
})

export const filtersChosen = (state: SearchState): number =>
  (state.category === '' ? 0 : 1) +
  state.brands.length +
  (state.minPrice === undefined && state.maxPrice === undefined ? 0 : 1) +
  (state.inStock ? 1 : 0) +
  (state.discount ? 1 : 0) +
  state.attributes.length

/** What is asked of the shop. Bounds given the wrong way round are meant the right way. */
export const searchQuery = (state: SearchState, language: Language): SearchQuery => {
  const { minPrice, maxPrice } = state
  const swapped = minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice
  const [low, high] = swapped ? [maxPrice, minPrice] : [minPrice, maxPrice]
  return {
    q: state.q || undefined,
    category: state.category || undefined,
    brand: [...state.brands],
    minPrice: low === undefined ? undefined : low * 100,
    maxPrice: high === undefined ? undefined : high * 100,
    inStock: state.inStock || undefined,
    discount: state.discount || undefined,
    attr: [...state.attributes],
    sort: state.sort,
    lang: language,
  }
}
