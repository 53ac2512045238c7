import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'

// The longest number has 15 digits; the rest is how people part them.
const maxLength = 64

/** What a person has. Not numbers that cost the caller or the called, nor those of pagers, mailboxes and companies. */
const ofPeople: ReadonlySet<NumberType> = new Set<NumberType>(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE'])

/**
 * The number in E.164 if its country's numbering plan knows it as mobile or fixed, else undefined. Numbers without + are taken as Russian.
 * The text is one number and nothing else: no words around it, and no extension, which a text message could not reach.
 */
export const normalizePhone = (input: string): string | undefined => {
  const text = input.trim()
  if (text.length > maxLength) return undefined
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'RU', extract: false })
  return parsed?.isValid() && ofPeople.has(parsed.getType()) && parsed.ext === undefined ? parsed.number : undefined
}

/** +79161234567 → +7916•••••67, for logs. */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '•••' : `${phone.slice(0, 5)}${'•'.repeat(phone.length - 7)}${phone.slice(-2)}`
