/** What people look for: words, beginnings, slips, another language, filters, nothing at all. */
export const queries: readonly Record<string, string>[] = [
  {},
  { q: 'наушники' },
  { q: 'чайник' },
  { q: 'настольная лампа' },
  { q: 'рюкз' },
  { q: 'клавиатрура' },
  { q: 'headphones' },
  { q: 'desk', lang: 'en' },
  { q: 'table white', lang: 'en' },
  { q: 'стол', inStock: 'true', sort: 'price' },
  { sort: 'new', limit: '48' },
  { q: 'ножницы для левши' },
]
