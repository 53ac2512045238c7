import type { Facets } from '../api/answers.ts'

type Counted = Facets['categories'][number]

const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/')
const isOnWay = (parent: string, chosen: string): boolean =>
  parent === '' || parent === chosen || chosen.startsWith(`${parent}/`)

/** Counted categories as a tree in reading order, of which only the branch that is chosen is open. */
export const visibleCategories = (categories: readonly Counted[], chosen: string): (Counted & { depth: number })[] => {
  const below = (parent: string, depth: number): (Counted & { depth: number })[] =>
    categories
      .filter(({ path }) => parentOf(path) === parent)
      .flatMap((category) => [
        { ...category, depth },
        ...(isOnWay(category.path, chosen) ? below(category.path, depth + 1) : []),
      ])
  return below('', 0)
}
