/** What people look for in a generated catalogue: words, beginnings, slips, filters, nothing at all. */
export const queries: readonly Record<string, string>[] = [
  {},
  { q: 'ноутбук' },
  { q: 'складной стол' },
  { q: 'зелёная куртка' },
  { q: 'велоси' },
  { q: 'сковарода' },
  { q: 'laptop', lang: 'en' },
  { q: 'warm jacket', lang: 'en' },
  { q: 'чайник', inStock: 'true', sort: 'price' },
  { category: 'furniture', sort: 'new', limit: '48' },
  { q: 'палатка', minPrice: '100000', maxPrice: '1000000' },
  { q: 'G1-0000042' },
  { attr: 'width:80..90', sort: 'price' },
  { attr: 'width:99999..' },
]

/** The same words as they are being typed, from the second letter on. */
export const beginnings: readonly Record<string, string>[] = queries.flatMap(({ q = '' }) =>
  [2, 3, 5, q.length].filter((length) => length <= q.length).map((length) => ({ q: q.slice(0, length) })),
)
