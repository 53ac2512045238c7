/** Where a category is now, by each path it had before. */
export type FormerPaths = ReadonlyMap<string, string>

const isWithin = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)

/** The path that a category has now; one that never was a category's stays as it is. */
export const currentPath = (path: string, formerPaths: FormerPaths): string => formerPaths.get(path) ?? path

/**
 * All paths by which products may still say that they are in a category: its own, and those that it, or one below it, had
 * before. A product says each path above its own, so what lies below another of these is left out.
 */
export const pathsWithin = (category: string, formerPaths: FormerPaths): string[] => {
  const paths = [category]
  const former = [...formerPaths].filter(([, now]) => isWithin(now, category)).map(([path]) => path)
  for (const path of former.sort()) if (!paths.some((above) => isWithin(path, above))) paths.push(path)
  return paths
}
