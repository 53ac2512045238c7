import type { Language } from '@korob/platform/schema'

// ICAO Doc 9303-3, table 6B: as names stand in Russian passports.
const latin: Readonly<Record<string, string>> = Object.fromEntries(
  'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia'
    .split(' ')
    .map((pair) => pair.split('=')),
)

const letter = (cyrillic: string): string => {
  const small = cyrillic.toLowerCase()
  const written = latin[small] ?? cyrillic
  return small === cyrillic ? written : written.charAt(0).toUpperCase() + written.slice(1)
}

/** A name as readers of that language can say it. One Cyrillic letter would also make an English text twice as long to send. */
export const nameIn = (language: Language, name: string): string =>
  language === 'en' ? name.replace(/[а-яё]/gi, letter) : name
