/** Sizes apart, in a folded text: `51x51`, `51 х 51` and `51×51` are the same two numbers. The index and SQL's `searchable()` do so too. */
export const partSizes = (folded: string): string => folded.replaceAll(/(?<=\d)\s*[xх×*]\s*(?=\d)/g, ' × ')
