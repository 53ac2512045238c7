/** The words of a query: runs of letters and digits, at most twenty. Neither operators nor punctuation mean anything. */
export const wordsOf = (text: string): string[] => (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, 20)
