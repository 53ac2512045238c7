import type { Language } from '../api/answers.ts'

// Languages in Cyrillic, and those of places where Russian is read rather than English.
const nearRussian = new Set(
  'ab av az ba be bg bua ce cv hy ka kk krc kv ky mhr mk mn myv os ru sah sr tg tk tt tyv udm uk uz'.split(' '),
)

/** The shop's language for a browser that prefers these (BCP 47), best first: the first that settles it. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const [base = ''] = tag.toLowerCase().split('-')
    if (base === 'en') return 'en'
    if (nearRussian.has(base)) return 'ru'
  }
  // Of a reader of something else English is the better guess; of one who says nothing, the shop's own language.
  return wanted.length > 0 ? 'en' : 'ru'
}
