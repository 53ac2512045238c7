/** Divides items into rounds in which no two share a key: those that do are in later and later ones, in their order. */
export const rounds = <Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Item[][] => {
  const nextOf = new Map<string, number>()
  const divided: Item[][] = []
  for (const item of items) {
    const keys = keysOf(item)
    const round = Math.max(...keys.map((key) => nextOf.get(key) ?? 0))
    for (const key of keys) nextOf.set(key, round + 1)
    divided[round] = [...(divided[round] ?? []), item]
  }
  return divided
}
