/** What price lists write for a currency besides its code and the signs that CLDR knows, without points. */
const usual: Record<string, readonly string[]> = {
  RUB: ['RUR', 'РУБ', 'РУБЛЬ', 'РУБЛЯ', 'РУБЛЕЙ', 'РУБЛИ', 'Р'],
  BYN: ['BYR', 'РУБ', 'BR'],
  KGS: ['СОМ'],
  KZT: ['ТГ', 'ТЕНГЕ'],
  SAR: ['SR'],
  UAH: ['ГРН'],
  USD: ['US$'],
}

const plain = (mark: string): string => mark.toUpperCase().replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')

const signOf = (code: string, locale: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string | undefined =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: code, currencyDisplay })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value

const marksByCode = new Map<string, ReadonlySet<string>>()

const marksOf = (code: string): ReadonlySet<string> => {
  const known = marksByCode.get(code)
  if (known) return known
  const signs = ['en', 'ru'].flatMap((locale) => [signOf(code, locale, 'symbol'), signOf(code, locale, 'narrowSymbol')])
  const all = [code, ...signs.filter((sign) => sign !== undefined), ...(usual[code] ?? [])]
  const marks: ReadonlySet<string> = new Set(all.map(plain))
  marksByCode.set(code, marks)
  return marks
}

/** Whether a text names the currency with this code: `SAR`, `SR`, `руб.`, `$`. */
export const isCurrency = (text: string, code: string): boolean => marksOf(code).has(plain(text))
