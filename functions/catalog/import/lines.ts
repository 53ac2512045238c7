export interface Line {
  number: number
  /** Undefined: longer than anyone means a record to be, and dropped. */
  text: string | undefined
}

export const maxLineLength = 1_000_000

/** The lines of a text, ended by a line feed or a carriage return and line feed; none of them is kept beyond its limit. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 1
  let waiting: string | undefined = ''
  const lineOf = (end: string): Line => {
    const text = waiting === undefined || waiting.length + end.length > maxLineLength ? undefined : waiting + end
    return { number, text: text?.replace(/\r$/, '') }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      yield lineOf(chunk.slice(from, at))
      number += 1
      waiting = ''
      from = at + 1
    }
    waiting = waiting === undefined || waiting.length > maxLineLength ? undefined : waiting + chunk.slice(from)
  }
  if (waiting !== '') yield lineOf('')
}
