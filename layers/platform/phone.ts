import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

// The longest number has 15 digits; the rest is how people part them.
const maxLength = 64

/**
 * The number in E.164 if its country's numbering plan knows such numbers, else undefined. Numbers without + are taken as Russian.
 * The text is one number and nothing else: no words around it, and no extension, which a text message could not reach.
 */
export const normalizePhone = (input: string): string | undefined => {
  const text = input.trim()
  if (text.length > maxLength) return undefined
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'RU', extract: false })
  return parsed?.isValid() && parsed.ext === undefined ? parsed.number : undefined
}

/** +79161234567 → +7916•••••67, for logs. */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '•••' : `${phone.slice(0, 5)}${'•'.repeat(phone.length - 7)}${phone.slice(-2)}`
