import { fold } from './fold.ts'

// As PostgreSQL's unaccent() writes them, so that `48-52` finds `48–52` whichever engine is asked.
const forms: Readonly<Record<string, string>> = {
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '×': '*',
  '÷': '/',
  '⁄': '/',
  '∕': '/',
  '±': '+/-',
  '‘': "'",
  '’': "'",
  '‚': ',',
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': ',,',
  '‟': '"',
  '′': "'",
  '«': '<<',
  '»': '>>',
  '‹': '<',
  '›': '>',
  '©': '(c)',
  '®': '(r)',
}
const signs = new RegExp(`[${Object.keys(forms).join('')}]`, 'g')

/** A text value of an attribute as it is compared: folded, signs as a keyboard has them. SQL's `fold()` does the same. */
export const valueForm = (text: string): string => fold(text).replaceAll(signs, (sign) => forms[sign] ?? sign)

/** What an attribute filter asks for and a product has: `material=чугун`, `induction=true`. */
export const attributeValue = (key: string, value: string | boolean): string => `${key}=${valueForm(String(value))}`
