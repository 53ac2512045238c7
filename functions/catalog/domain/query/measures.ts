const kinds: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mm: {
    'мм mm миллиметр millimeter millimetre': 1,
    'см cm сантиметр centimeter centimetre': 10,
    'м m метр meter metre': 1000,
    'дюйм inch "': 25.4,
  },
  g: { 'мг mg миллиграмм milligram': 0.001, 'г гр g gr грамм gram gramm': 1, 'кг kg килограмм kilogram': 1000 },
  ml: { 'мл ml миллилитр milliliter millilitre': 1, 'л l литр liter litre': 1000 },
  w: { 'вт w ватт watt': 1, 'квт kw киловатт kilowatt': 1000 },
  v: { 'в v вольт volt': 1 },
  mb: {
    'мб mb мегабайт megabyte': 1,
    'гб gb гигабайт gigabyte': 1000,
    'тб tb терабайт terabyte': 1_000_000,
  },
  mah: { 'мач mah': 1, 'ач ah': 1000 },
  hz: { 'гц hz герц hertz': 1 },
  lm: { 'лм lm люмен lumen': 1 },
  bar: { 'бар bar': 1 },
  pcs: { 'шт штук pcs pc piece': 1 },
}

/** Units as people write them, without endings → what is measured, and how many of its smallest unit one is. SQL's `measure_unit` holds the same. */
export const units: ReadonlyMap<string, readonly [kind: string, factor: number]> = new Map(
  Object.entries(kinds).flatMap(([kind, scale]) =>
    Object.entries(scale).flatMap(([aliases, factor]) =>
      aliases.split(' ').map((alias) => [alias, [kind, factor]] as const),
    ),
  ),
)

// `литра`, `литров`, `литровый`; `ваттный`. Only full names are inflected: of `ма` nothing may be cut.
const russianEnding = /(?<=[а-я]{4})(?:(?:ов|н)(?:ый|ая|ое|ые|ого|ой|ому|ым|ых|ую|ыми)|ами|ов|ах|ам|ом|а|у|ы|е|и)$/
const endings: readonly RegExp[] = [/(?<=[a-z]{4})s$/, /(?<=[a-z]{4})es$/, russianEnding]

/** The unit that a word names, in whatever form. */
const unitOf = (written: string): readonly [kind: string, factor: number] | undefined => {
  const word = /["″”“'’′]/.test(written) ? '"' : written.replaceAll(/[\s·*.-]/g, '')
  return (
    units.get(word) ?? endings.map((ending) => units.get(word.replace(ending, ''))).find((one) => one !== undefined)
  )
}

// `1/2`, `1 1/2`; no list of three, and no `8/128` or `1/2.5`.
const fraction = String.raw`(?:\d+ )?\d{1,2}/(?:2|3|4|8|16|32)(?![\d/]|[.,]\d)`
// One way to read each: were a fraction two numbers as well, fifty of them without a unit would be read in 2^50 ways. What stands
// before a fraction belongs to that.
const number = String.raw`(?:\d{1,3}(?: \d{3})+(?!\d| ${fraction})|${fraction}|(?!${fraction})\d+(?:[.,]\d+)?)`
// `120 × 60 см`, `140–180 см`, `8 / 128 ГБ`: the unit is meant for each number before it. `27-inch` as `27 inch`; inches may be
// signs, `мА·ч` is written in many ways, and in `2 в 1` nobody speaks of volts. Numbers without a unit are read over: were they no
// match, each of them would be tried as the first of those that follow.
const amounts = new RegExp(
  String.raw`(?<![\p{L}\p{N}./,])(${number}(?:\s*[xх×*/–—-]\s*${number})*)(["″”“]|['’′]{2}|\s*(?:-\s*)?(?:[мm]?[аa][\s·*.-]{0,2}[чh](?![\p{L}\p{N}])|(?!(?:в|v)\s*(?:-\s*)?\d)\p{L}+(?![\p{L}\p{N}])))?`,
  'gu',
)

/** A number with its unit: `ml:1700`. */
export interface Measured {
  measure: string
  /** The number as it is written. */
  number: string
  /** Where that stands in the text. */
  start: number
  end: number
}

export interface Amount {
  /** Where it stands in the text, and from where on its unit. */
  start: number
  end: number
  unit: number
  measures: Measured[]
}

const plainNumber = (written: string): number => Number(written.replaceAll(' ', '').replace(',', '.'))

const parts = /^(?:(\d+) )?(\d+)\/(\d+)$/

/** A number's values: of a fraction one; what only looks like one, as `8/16 ГБ`, are two. */
const valuesOf = (written: string, kind: string): { at: number; written: string; value: number }[] => {
  const found = parts.exec(written)
  if (!found) return [{ at: 0, written, value: plainNumber(written) }]
  const [, whole, upper = '', lower = ''] = found
  if (kind !== 'mb' && Number(upper) < Number(lower))
    return [{ at: 0, written, value: Number(whole ?? 0) + Number(upper) / Number(lower) }]
  return [...written.matchAll(/\d+/g)].map(({ 0: one, index }) => ({ at: index, written: one, value: Number(one) }))
}

/** Sizes, weights and the like in a folded text: `1,7 л`, `1.7 литра` and `1700 мл` are all `ml:1700`. */
export const amountsIn = (folded: string): Amount[] =>
  [...folded.matchAll(amounts)].flatMap((match) => {
    const [all, numbers = '', written = ''] = match
    const unit = unitOf(written.replace(/^\s*-?\s*/, ''))
    if (!unit) return []
    const [kind, factor] = unit
    const measures = [...numbers.matchAll(new RegExp(number, 'g'))].flatMap((one) =>
      valuesOf(one[0], kind).map(({ at, written: as, value }) => {
        const start = match.index + one.index + at
        return { measure: `${kind}:${Number((value * factor).toFixed(3))}`, number: as, start, end: start + as.length }
      }),
    )
    const end = match.index + all.length
    return [{ start: match.index, end, unit: match.index + numbers.length, measures }]
  })

export const measuresIn = (folded: string): string[] => [
  ...new Set(amountsIn(folded).flatMap(({ measures }) => measures.map(({ measure }) => measure))),
]
