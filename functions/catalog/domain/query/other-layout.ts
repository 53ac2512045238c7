import { fold } from './fold.ts'
import { inOtherLayout, typedOtherwise } from './layout.ts'
import { units } from './measures.ts'
import { cut } from './plain.ts'
import type { Alternative } from './query.ts'
import { isStopWord } from './stop-words.ts'

const bare = (chunk: string): string => chunk.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

/** What a part of a folded query is by itself in the other layout, with the punctuation around it as letters or without. */
export const layoutsOf = (chunk: string): Alternative[] => {
  const found = [inOtherLayout(chunk), inOtherLayout(bare(chunk))].filter((word) => word !== undefined)
  return [...new Set(found.map((one) => cut(fold(one))))].map((word) => ({ words: [word], by: 'layout' as const }))
}

interface Read {
  text: string
  /** Whether the part says by itself what it is there, or is a unit or a word that says nothing here. */
  isTold: boolean
}

const readChunk = (chunk: string): Read | undefined => {
  if (!/\p{L}/u.test(chunk)) return { text: chunk, isTold: true }
  const typed = typedOtherwise(chunk) ?? typedOtherwise(bare(chunk))
  if (typed === undefined) return undefined
  const text = fold(typed)
  const isOwn = isStopWord(bare(chunk)) || units.has(chunk.replace(/^\d+/, ''))
  return { text, isTold: isOwn || (layoutsOf(chunk).length > 0 && !isStopWord(text)) }
}

/**
 * All of a folded query in the other layout. Undefined where its parts say as much each by itself, where one of them is no
 * word there, or where two alphabets are used already.
 */
export const otherReading = (folded: string): string | undefined => {
  const letters = folded.match(/\p{L}/gu) ?? []
  const isOneAlphabet = [/[a-z]/, /[а-я]/].some((alphabet) => letters.every((letter) => alphabet.test(letter)))
  if (letters.length === 0 || !isOneAlphabet) return undefined
  const chunks = folded.split(/\s+/).filter((chunk) => chunk !== '')
  const read = chunks.map(readChunk).filter((one) => one !== undefined)
  if (read.length < chunks.length || read.every(({ isTold }) => isTold)) return undefined
  return read.map(({ text }) => text).join(' ')
}
