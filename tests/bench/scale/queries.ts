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
]
