/** Numbers from a seed: the same seed gives the same ones on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  pick<Value>(values: readonly Value[]): Value
}

/** Mulberry32, by Tommy Ettinger: small, quick, and good enough for goods that nobody buys. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { next, below, pick: (values) => values[below(values.length)] as never }
}

/** A place in [0, size) as Zipf has it: place k comes about as often as 1/(k+1). By the inverse of the continuous law. */
export const zipf = (random: Random, size: number): number =>
  Math.min(size - 1, Math.floor(Math.exp(random.next() * Math.log(size + 1))) - 1)
