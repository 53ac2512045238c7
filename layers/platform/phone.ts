import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** The number in E.164 if its country's numbering plan knows such numbers, else undefined. Numbers without + are taken as Russian. */
export const normalizePhone = (input: string): string | undefined => {
  const parsed = parsePhoneNumberFromString(input.slice(0, 64), 'RU')
  return parsed?.isValid() ? parsed.number : undefined
}

/** +79161234567 → +7916•••••67, for logs. */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '•••' : `${phone.slice(0, 5)}${'•'.repeat(phone.length - 7)}${phone.slice(-2)}`
