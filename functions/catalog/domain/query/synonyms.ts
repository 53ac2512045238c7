import { plainWords } from './plain.ts'
import { stem } from './stem.ts'

/** Groups of names for one thing, looked up by the stems of a name. */
export interface Synonyms {
  byStems: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Words of the longest name. */
  longest: number
}

export const noSynonyms: Synonyms = { byStems: new Map(), longest: 0 }

const keyOf = (words: readonly string[]): string => words.map(stem).join(' ')

/** @param groups each the names of one thing, as operators write them */
export const readSynonyms = (groups: readonly (readonly string[])[]): Synonyms => {
  const byStems = new Map<string, (readonly string[])[]>()
  let longest = 0
  for (const group of groups) {
    const names = group.map(plainWords).filter((words) => words.length > 0)
    for (const name of names) {
      longest = Math.max(longest, name.length)
      const others = names.filter((other) => keyOf(other) !== keyOf(name))
      byStems.set(keyOf(name), [...(byStems.get(keyOf(name)) ?? []), ...others])
    }
  }
  return { byStems, longest }
}

/** For each term of a query the other names of what it is a part of; the longest name that fits counts. */
export const synonymsOf = (
  terms: readonly (readonly string[])[],
  { byStems, longest }: Synonyms,
): (readonly string[])[][] => {
  const found: (readonly string[])[][] = terms.map(() => [])
  for (let at = 0; at < terms.length; at += 1)
    for (let length = Math.min(longest, terms.length - at); length > 0; length -= 1) {
      const part = terms.slice(at, at + length)
      const names = byStems.get(keyOf(part.flat()))
      if (!names) continue
      for (let place = at; place < at + length; place += 1) found[place]?.push(...names)
      at += length - 1
      break
    }
  return found
}
