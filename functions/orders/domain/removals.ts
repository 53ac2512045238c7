import type { FieldError } from '@korob/platform/errors'

/** So much of a product that is not wanted any more. */
export interface Removal {
  productId: string
  quantity: number
}

interface Line {
  position: number
  productId: string
  quantity: number
}

/** How much of each line goes, by its position. */
export type LineRemovals = { position: number; quantity: number }[]

/** What removals take of an order's lines, or what is wrong with them. */
export const takeFromLines = (
  lines: readonly Line[],
  removals: readonly Removal[],
): { removed: LineRemovals } | { errors: FieldError[] } => {
  const left = new Map(lines.map((line) => [line.position, line.quantity]))
  const removed: LineRemovals = []
  const errors: FieldError[] = []
  for (const [index, { productId, quantity }] of removals.entries()) {
    let missing = quantity
    for (const line of lines) {
      if (line.productId !== productId) continue
      const taken = Math.min(missing, left.get(line.position) ?? 0)
      if (taken === 0) continue
      left.set(line.position, (left.get(line.position) ?? 0) - taken)
      removed.push({ position: line.position, quantity: taken })
      missing -= taken
    }
    if (missing === quantity) errors.push({ field: `lines.${index}.productId`, message: 'is not in the order' })
    else if (missing > 0)
      errors.push({ field: `lines.${index}.quantity`, message: `the order has ${quantity - missing} of it` })
  }
  return errors.length > 0 ? { errors } : { removed }
}

/** The lines that remain. */
export const withoutRemoved = <L extends Line>(lines: readonly L[], removed: LineRemovals): L[] =>
  lines
    .map((line) => ({
      ...line,
      quantity: removed.reduce(
        (quantity, one) => (one.position === line.position ? quantity - one.quantity : quantity),
        line.quantity,
      ),
    }))
    .filter(({ quantity }) => quantity > 0)
