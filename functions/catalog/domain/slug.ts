import { createHash } from 'node:crypto'

const cyrillic: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

// Letters that NFKD doesn't take apart.
const latin: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** `Кресло FÄRGRIK, 80 см` → `kreslo-fargrik-80-sm`; empty when nothing of the text can stand in an address. */
export const slugOf = (text: string, maxLength = 120): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[а-яё]/g, (letter) => cyrillic[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\p{L}/gu, (letter) => latin[letter] ?? letter)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, '')

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** A slug for any text: a hash where no letter of it can stand in an address. */
export const stableSlug = (text: string, maxLength?: number): string => slugOf(text, maxLength) || `x-${hashOf(text)}`

/** What a brand is known by; the schema's limit is 100. */
export const brandSlug = (name: string): string => stableSlug(name, 100)

/** A product's address, unique by its sku; a hash tells apart skus that differ only in signs an address can't have. */
export const productSlug = (name: string, sku: string): string => {
  const ending = slugOf(sku)
  return [slugOf(name), ending, ending === sku ? '' : hashOf(sku)].filter((part) => part !== '').join('-')
}
