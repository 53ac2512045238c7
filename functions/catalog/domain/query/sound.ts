const letters: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
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
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}

// How Latin is written where it stands for Russian, and Russian where it stands for Latin: the many ways become one.
const spellings: readonly [RegExp, string][] = [
  [/shch/g, 'sh'],
  [/sch/g, 'sh'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/ck/g, 'k'],
  [/tz/g, 'ts'],
  [/c(?!h)/g, 'k'],
  [/q/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
  [/(.)\1+/g, '$1'],
  // `ё` is written `yo`, `jo`, and `o` after `ч` and the like; the shop folds it to `е`.
  [/io/g, 'e'],
  [/(?<=[csz]h)o/g, 'e'],
  // `lustra` for `люстра`, as `lyustra`.
  [/(?<=[^aeiou])i(?=[ua])/g, ''],
  [/(.)\1+/g, '$1'],
]

/**
 * What a folded word sounds like, in either alphabet: `сковорода`, `skovoroda` and `skovorody` are one, so are `каллакс`
 * and `kallax`. Undefined for what is too short to be told apart. SQL's `sound()` does the same.
 */
export const soundOf = (folded: string): string | undefined => {
  if (!/^[a-zа-я]{3,}$/.test(folded)) return undefined
  let sound = [...folded].map((letter) => letters[letter] ?? letter).join('')
  for (const [spelled, as] of spellings) sound = sound.replaceAll(spelled, as)
  const stem = sound.replace(/^(.{3,}?)[aeiou]+$/, '$1')
  return stem.length >= 3 ? stem : undefined
}

// Latin letters that stand for more than one Russian sound: `cvety`, `jaluzi`, `kruzka`.
const otherwise: readonly [RegExp, string][] = [
  [/c(?![hk])/g, 'ts'],
  [/j/g, 'zh'],
  [/(?<!t)z(?!h)/g, 'zh'],
]

/** All that a folded word of a query may sound like, the likeliest first; none for what is too short. */
export const soundsOf = (folded: string): string[] => {
  const readings = [folded, ...otherwise.map(([letter, as]) => folded.replaceAll(letter, as))]
  return [...new Set(readings.map(soundOf).filter((sound) => sound !== undefined))]
}
