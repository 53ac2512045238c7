/** Measures of a ranking, each from 0 to 1. `grades`: what the hits are worth, in their order; `all`: of everything there is. */

const gain = (grade: number, at: number): number => (2 ** grade - 1) / Math.log2(at + 2)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Normalized discounted cumulative gain: 1 when the best come first. */
export const ndcg = (grades: readonly number[], all: readonly number[], depth = 10): number => {
  const best = [...all].sort((a, b) => b - a).slice(0, depth)
  const ideal = sum(best.map(gain))
  return ideal === 0 ? 0 : sum(grades.slice(0, depth).map(gain)) / ideal
}

/** Which part of what is relevant was found; where there is more of it than places, of the places. */
export const recall = (grades: readonly number[], all: readonly number[], depth = 50): number => {
  const relevant = all.filter((grade) => grade > 0).length
  const found = grades.slice(0, depth).filter((grade) => grade > 0).length
  return relevant === 0 ? 0 : found / Math.min(relevant, depth)
}

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length)
