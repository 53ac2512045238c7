// Lines of text as bytes, ended by a line feed, a carriage return, or both.

const [lineFeed, carriageReturn] = [0x0a, 0x0d]
export const isBreak = (byte: number | undefined) => byte === lineFeed || byte === carriageReturn

/** A carriage return and line feed are one. */
export const countBreaks = (text: Uint8Array): number => {
  let count = 0
  for (let at = 0; at < text.length; at += 1)
    if (text[at] === lineFeed || (text[at] === carriageReturn && text[at + 1] !== lineFeed)) count += 1
  return count
}

export const skipBreaks = (text: Uint8Array, from: number): number => {
  let at = from
  while (isBreak(text[at])) at += 1
  return at
}

export const withoutLastBreaks = (text: Buffer): Buffer => {
  let end = text.length
  while (isBreak(text[end - 1])) end -= 1
  return text.subarray(0, end)
}

/** After the first line break at or behind `from`; the end if there is none. */
export const nextLine = (text: Uint8Array, from: number): number => {
  let at = from
  while (at < text.length && !isBreak(text[at])) at += 1
  return Math.min(text.length, text[at] === carriageReturn && text[at + 1] === lineFeed ? at + 2 : at + 1)
}

/** Where the last line break is; of one of two bytes, the second. */
export const lastBreak = (text: Buffer): number =>
  Math.max(text.lastIndexOf(lineFeed), text.lastIndexOf(carriageReturn))

/** Behind the last whole line; a carriage return at the end may be half of a line break. */
export const endOfLines = (text: Buffer): number =>
  Math.max(text.lastIndexOf(lineFeed), text.lastIndexOf(carriageReturn, text.length - 2)) + 1
