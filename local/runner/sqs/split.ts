/** Parts of a list, in its order, whose texts together stay below a limit; one that is beyond it alone has its own part. */
export function splitBySize<T>(items: T[], textOf: (item: T) => string, limitBytes: number): T[][] {
  const parts: T[][] = []
  let bytes = 0
  for (const item of items) {
    const size = Buffer.byteLength(textOf(item))
    const part = parts.at(-1)
    if (part && bytes + size <= limitBytes) {
      part.push(item)
      bytes += size
    } else {
      parts.push([item])
      bytes = size
    }
  }
  return parts
}
