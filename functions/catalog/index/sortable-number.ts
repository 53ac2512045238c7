// Thousandths, moved above zero: as many digits for any number that an attribute may be.
const shift = 10 ** 15

/**
 * A number of an attribute as a keyword, `width=1000000000080000`: keywords sort as the numbers do, so that one field of the
 * index holds the numbers of all attributes, however many operators invent.
 */
export const sortableNumber = (key: string, value: number): string => {
  const thousandths = Math.round(value * 1_000)
  return `${key}=${String(Math.min(Math.max(thousandths, -shift), shift) + shift).padStart(16, '0')}`
}

/** What `sortableNumber` was made of. */
export const readSortableNumber = (text: string): { key: string; value: number } => {
  const at = text.indexOf('=')
  return { key: text.slice(0, at), value: (Number(text.slice(at + 1)) - shift) / 1_000 }
}
