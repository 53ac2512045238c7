import { isCurrency } from './currency.ts'

// Thousands parted by one mark throughout, then decimals by another; or digits, and decimals by either mark.
const plainNumber = /^(?:([1-9]\d{0,2}(?:([ .,'’])\d{3})(?:\2\d{3})*)(?:(?!\2)([.,])(\d+))?|(\d+)(?:[.,](\d+))?)$/

interface Marked {
  value: number
  /** The words and signs beside the number. */
  marks: string[]
  pack: string | undefined
}

const beside = /^([^\d−-]*)([-−]?)\s*(\d(?:[\d\s.,'’]*\d)?)(?:[.,]-{0,2})?([^\d/]*)(?:\/\s*\d+\s*(\p{L}+))?$/u

const readMarked = (text: string): Marked | undefined => {
  const [, before = '', sign, digits = '', after = '', pack] = beside.exec(text.trim().replaceAll(/\s+/g, ' ')) ?? []
  const [, grouped, , , groupedDecimals, plain, decimals] = plainNumber.exec(digits) ?? []
  const whole = grouped?.replaceAll(/\D/g, '') ?? plain
  if (whole === undefined) return undefined
  const value = Number(`${whole}.${groupedDecimals ?? decimals ?? '0'}`)
  return {
    value: sign === '' ? value : -value,
    marks: [before, after].map((mark) => mark.trim()).filter((mark) => mark !== ''),
    pack,
  }
}

/**
 * An amount as people write it: `1 265,50 ₽`, `SR 2,375.00`, `1.299,-`, and for a pack, `SR 50/4 pack`. Undefined when there is
 * none to be read: beside it stand only marks of its own currency, as any other word makes it another amount (`5 млн`, `от 100`).
 * A mark before exactly three last digits parts thousands: amounts have no more than two decimals.
 */
export const readAmount = (text: string, currency: string): number | undefined => {
  const { value, marks, pack = 'pack' } = readMarked(text) ?? { marks: [] }
  return pack === 'pack' && marks.every((mark) => isCurrency(mark, currency)) ? value : undefined
}

/** A measure: plain decimals with a point or a comma. */
export const readMeasure = (text: string): number | undefined => {
  const trimmed = text.trim()
  return /^-?\d+([.,]\d+)?$/.test(trimmed) ? Number(trimmed.replace(',', '.')) : undefined
}

/** A whole number of things, thousands parted as they may be; `units` may stand beside it. */
export const readCount =
  (units: readonly string[]) =>
  (text: string): number | undefined => {
    const { value, marks, pack } = readMarked(text) ?? { marks: [] }
    const isUnit = (mark: string) => units.includes(mark.toLowerCase().replace(/\.$/, ''))
    if (value === undefined || pack !== undefined || !marks.every(isUnit)) return undefined
    return Number.isInteger(value) && value >= 0 ? value : undefined
  }

const yes = new Set(['true', 'yes', 'y', '1', 'да', 'истина'])
const no = new Set(['false', 'no', 'n', '0', 'нет', 'ложь'])

export const readFlag = (text: string): boolean | undefined => {
  const plain = text.trim().toLowerCase()
  return yes.has(plain) ? true : no.has(plain) ? false : undefined
}

/** Amount × rate in minor units, half up. */
export const toMinor = (amount: number, rate: number): number => Math.round(Number((amount * rate * 100).toFixed(4)))
