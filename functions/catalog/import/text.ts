/** Why a text can't be kept as it is; undefined when it can. */
export const textFault = (text: string): string | undefined => {
  if (text.includes('\0')) return 'has a NUL character'
  if (!text.isWellFormed()) return 'has half of a surrogate pair, which is no character'
  // What a decoder writes for bytes it can't read: the file is damaged, or in another encoding than it seems.
  if (text.includes('\ufffd'))
    return 'has letters that were lost (\ufffd); is it in another encoding? --encoding says which'
  return undefined
}

/** Whether nothing of a text would be seen. */
export const isInvisible = (text: string): boolean => /^[\s\p{C}]*$/u.test(text)
