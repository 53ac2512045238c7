// Thousands parted by one mark throughout, then decimals by another; or digits, and decimals by either mark.
const plainNumber = /^(?:([1-9]\d{0,2}(?:([ .,'’])\d{3})(?:\2\d{3})*)(?:(?!\2)([.,])(\d+))?|(\d+)(?:[.,](\d+))?)$/

/**
 * A number as people write it: `1 265,50`, `2,375`, `SR 2,375.00`, `1.299,-`. Undefined when there is none to be read.
 * A mark before exactly three last digits parts thousands: amounts have no more than two decimals.
 */
export const readAmount = (text: string): number | undefined => {
  const [, sign = '', digits] =
    /^\p{L}{0,3}\.?\p{Sc}?\s*([-−]?)\s*(\d[\d\s.,'’]*)(?:,-|,--)?\s*(?:\p{Sc}|\p{L}{1,4}\.?)?(?:\s*\/\s*\d+\s*\p{L}+\.?)?$/u.exec(
      text.trim().replaceAll(/\s+/g, ' '),
    ) ?? []
  const [, grouped, , , groupedDecimals, plain, decimals] =
    plainNumber.exec(digits?.trim().replace(/[.,]$/, '') ?? '') ?? []
  const whole = grouped?.replaceAll(/\D/g, '') ?? plain
  if (whole === undefined) return undefined
  const value = Number(`${whole}.${groupedDecimals ?? decimals ?? '0'}`)
  return sign === '' ? value : -value
}

/** A measure: plain decimals with a point or a comma. */
export const readMeasure = (text: string): number | undefined => {
  const trimmed = text.trim()
  return /^-?\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : undefined
}

/** A whole number of things, thousands parted as they may be. */
export const readCount = (text: string): number | undefined => {
  const value = readAmount(text)
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined
}

const yes = new Set(['true', 'yes', 'y', '1', 'да', 'истина'])
const no = new Set(['false', 'no', 'n', '0', 'нет', 'ложь'])

export const readFlag = (text: string): boolean | undefined => {
  const plain = text.trim().toLowerCase()
  return yes.has(plain) ? true : no.has(plain) ? false : undefined
}

/** Amount × rate in minor units, half up. */
export const toMinor = (amount: number, rate: number): number => Math.round(Number((amount * rate * 100).toFixed(4)))
