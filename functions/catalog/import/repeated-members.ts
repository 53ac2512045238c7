const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g

// A product has no members further within; a path grows with each level.
const maxDepth = 8

/**
 * The members that valid JSON gives more than once, such as `price` or `name.ru`. JSON.parse keeps the last and says nothing.
 * https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
export const repeatedMembers = (json: string): string[] => {
  const repeated = new Set<string>()
  const open: { path: string; seen: Set<string> }[] = []
  let key = ''
  let last = ''
  for (const [found] of json.matchAll(token)) {
    const inside = open.length <= maxDepth ? open.at(-1) : undefined
    if (found === '{' || found === '[') {
      // Within a list no key precedes: members of its objects go by the list's name.
      const path = inside ? [inside.path, key].filter((part) => part !== '').join('.') : ''
      open.push({ path, seen: new Set() })
      key = ''
    } else if (found === '}' || found === ']') {
      open.pop()
    } else if (found === ':' && inside) {
      key = JSON.parse(last) as string
      if (inside.seen.has(key)) repeated.add([inside.path, key].filter((part) => part !== '').join('.'))
      inside.seen.add(key)
    } else if (found === ',') {
      key = ''
    }
    last = found
  }
  return [...repeated]
}
