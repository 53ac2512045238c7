/** Numbers that only depend on the seed: xorshift32 (Marsaglia 2003), its seed stirred so that neighbours don't start alike. */
export class Random {
  private state: number

  constructor(seed: number) {
    let x = (seed | 0) ^ 0x9e3779b9
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    this.state = x ^ (x >>> 16) || 1
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  /** At least 0, less than 1. */
  fraction(): number {
    let x = this.state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.state = x
    return (x >>> 0) / 4294967296
  }
}
