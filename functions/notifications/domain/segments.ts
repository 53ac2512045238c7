export type Encoding = 'GSM-7' | 'UCS-2'

/** How a text travels: its alphabet, and how many messages the carrier counts. */
export interface Segmentation {
  encoding: Encoding
  segments: number
}

// 3GPP TS 23.038 §6.2.1: the default alphabet, and the extension table whose characters take two septets.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')

// Of 140 octets a part of a concatenated text gives 6 to its header: 3GPP TS 23.040 §9.2.3.24.1.
const capacity = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const

/** Counts as carriers do. A character is never split between parts, so a full text may need one part more. */
export const segment = (text: string): Segmentation => {
  const characters = [...text]
  const isGsm = characters.every((character) => basic.has(character) || extension.has(character))
  const encoding = isGsm ? 'GSM-7' : 'UCS-2'
  const width = (character: string): number => (isGsm ? (extension.has(character) ? 2 : 1) : character.length)
  const { alone, part } = capacity[encoding]
  if (characters.reduce((sum, character) => sum + width(character), 0) <= alone) return { encoding, segments: 1 }
  let segments = 1
  let used = 0
  for (const character of characters) {
    if (used + width(character) > part) {
      segments += 1
      used = 0
    }
    used += width(character)
  }
  return { encoding, segments }
}
