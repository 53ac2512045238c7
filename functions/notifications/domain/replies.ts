/** What somebody who answers a text wants: no more news, or news again. */
export type Wish = 'stop' | 'start'

// Twilio's own words (https://www.twilio.com/docs/messaging/features/advanced-opt-out), and what they are in Russian. Not YES:
// it may answer anything.
const words: Record<Wish, readonly string[]> = {
  stop: [
    'STOP',
    'STOPALL',
    'STOP ALL',
    'UNSUBSCRIBE',
    'CANCEL',
    'END',
    'QUIT',
    'OPTOUT',
    'REVOKE',
    'СТОП',
    'ОТПИСАТЬСЯ',
    'ОТПИСКА',
    'ОТПИШИТЕ',
    'ОТМЕНА',
    'НЕ ПИСАТЬ',
  ],
  start: ['START', 'UNSTOP', 'SUBSCRIBE', 'СТАРТ', 'ПОДПИСАТЬСЯ', 'ПОДПИСКА'],
}

// Keyboards mix the alphabets: СТОП is often typed with Latin C, T and O.
const lookAlikes: Record<string, string> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
  Y: 'У',
  Ё: 'Е',
}

/** Letters alone, in one case and alphabet; no emoji, quotes or full stops. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(/[A-ZЁ]/g, (letter) => lookAlikes[letter] ?? letter)

const wishes = new Map<string, Wish>(
  (['stop', 'start'] as const).flatMap((wish) => words[wish].map((word) => [plain(word), wish] as const)),
)

/**
 * What a phone's answer asks for; undefined for anything but these words alone, for "don't cancel" is no wish to hear nothing.
 * @param optOutType Twilio's own reading of it, which knows words that are set in its console
 */
export const wishOf = (body: string, optOutType?: string): Wish | undefined => {
  if (optOutType === 'STOP') return 'stop'
  if (optOutType === 'START') return 'start'
  return wishes.get(plain(body))
}
