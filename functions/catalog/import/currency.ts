const roubles = new Set(['RUB', 'RUR', 'РУБ', 'РУБ.', 'РУБЛЬ', 'РУБЛИ', 'РУБЛЕЙ', '₽', 'Р', 'Р.'])
const codes = new Set(Intl.supportedValuesOf('currency'))

/** Whether a text names the currency with this code. */
export const isCurrency = (text: string, code: string): boolean => {
  const name = text.toUpperCase()
  return name === code || (code === 'RUB' && roubles.has(name))
}

const signOf = (code: string): string | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value

/** The sign or code in an amount that means another currency than this: `$` and `USD` in roubles. Other words mean none. */
export const foreignMark = (amount: string, code: string): string | undefined => {
  const sign = amount.match(/\p{Sc}/u)?.[0]
  if (sign !== undefined && sign !== signOf(code)) return sign
  return amount
    .match(/(?<!\p{L})[a-z]{3}(?!\p{L})/giu)
    ?.find((word) => codes.has(word.toUpperCase()) && !isCurrency(word, code))
}
