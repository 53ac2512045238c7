/** Units as people write them → what is measured, and how many of its smallest unit one is. SQL's `measure_unit` holds the same. */
export const units: Readonly<Record<string, readonly [kind: string, factor: number]>> = {
  мм: ['mm', 1],
  mm: ['mm', 1],
  см: ['mm', 10],
  cm: ['mm', 10],
  м: ['mm', 1000],
  m: ['mm', 1000],
  дюйм: ['mm', 25.4],
  дюйма: ['mm', 25.4],
  дюймов: ['mm', 25.4],
  inch: ['mm', 25.4],
  '"': ['mm', 25.4],
  '″': ['mm', 25.4],
  г: ['g', 1],
  гр: ['g', 1],
  g: ['g', 1],
  кг: ['g', 1000],
  kg: ['g', 1000],
  мл: ['ml', 1],
  ml: ['ml', 1],
  л: ['ml', 1000],
  l: ['ml', 1000],
  вт: ['w', 1],
  w: ['w', 1],
  квт: ['w', 1000],
  kw: ['w', 1000],
  мб: ['mb', 1],
  mb: ['mb', 1],
  гб: ['mb', 1000],
  gb: ['mb', 1000],
  тб: ['mb', 1_000_000],
  tb: ['mb', 1_000_000],
  мач: ['mah', 1],
  ма·ч: ['mah', 1],
  mah: ['mah', 1],
  гц: ['hz', 1],
  hz: ['hz', 1],
  лм: ['lm', 1],
  lm: ['lm', 1],
  бар: ['bar', 1],
  bar: ['bar', 1],
  шт: ['pcs', 1],
  штук: ['pcs', 1],
  pcs: ['pcs', 1],
  pieces: ['pcs', 1],
}

const alias = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .join('|')
const number = String.raw`\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?`
// `120 × 60 см`, `140–180 см`, `8 / 128 ГБ`: the unit is meant for each number before it.
const amounts = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,])((?:${number})(?:\s*[xх×*/–—-]\s*(?:${number}))*)\s*(${alias})(?![\p{L}\p{N}])`,
  'gu',
)

export interface Amount {
  /** Where it stands in the text. */
  start: number
  end: number
  measures: string[]
}

const canonical = (amount: string, unit: string): string => {
  const [kind, factor] = units[unit] ?? ['', 1]
  return `${kind}:${Number((Number(amount.replaceAll(' ', '').replace(',', '.')) * factor).toFixed(3))}`
}

/** Sizes, weights and the like in a folded text: `1,7 л` and `1700 мл` are both `ml:1700`. */
export const amountsIn = (folded: string): Amount[] =>
  [...folded.matchAll(amounts)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    measures: (match[1] ?? '').match(new RegExp(number, 'g'))?.map((one) => canonical(one, match[2] ?? '')) ?? [],
  }))

export const measuresIn = (folded: string): string[] => [
  ...new Set(amountsIn(folded).flatMap(({ measures }) => measures)),
]
