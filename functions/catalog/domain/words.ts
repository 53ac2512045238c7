import { wordsIn } from './query/fold.ts'

/** The words of a query: runs of letters and digits, at most twenty. Neither operators nor punctuation mean anything. */
export const wordsOf = (text: string): string[] => wordsIn(text).slice(0, 20)
