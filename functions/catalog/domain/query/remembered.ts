// A page's words and a query's, many times over.
const most = 5_000

/** The same function, that looks the same word at most once: a page compares each word of its names with each of the query. */
export const remembered = <T>(make: (word: string) => T): ((word: string) => T) => {
  const made = new Map<string, T>()
  return (word) => {
    if (made.has(word)) return made.get(word) as T
    const value = make(word)
    if (made.size >= most) made.clear()
    made.set(word, value)
    return value
  }
}
