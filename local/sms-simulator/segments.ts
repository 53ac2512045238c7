export type Encoding = 'GSM-7' | 'UCS-2'
export type Segmentation = { encoding: Encoding; segments: number }

// 3GPP TS 23.038, default alphabet and its extension table (each extension character costs an escape septet more).
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const GSM_EXTENSION = new Set('\f^{}\\[~]|€')

// A part of a concatenated text gives up 6 octets to its header (3GPP TS 23.040, 9.2.3.24.1).
const CAPACITY = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const

/** How a text is cut on the air. A character is never split between two parts, so a full text can need one part more. */
export function segment(body: string): Segmentation {
  const characters = [...body]
  const encoding = characters.every((c) => GSM_BASIC.has(c) || GSM_EXTENSION.has(c)) ? 'GSM-7' : 'UCS-2'
  const widths = characters.map((c) => (encoding === 'UCS-2' ? c.length : GSM_EXTENSION.has(c) ? 2 : 1))
  const { single, part } = CAPACITY[encoding]
  if (widths.reduce((sum, width) => sum + width, 0) <= single) return { encoding, segments: 1 }

  let segments = 1
  let used = 0
  for (const width of widths) {
    if (used + width > part) {
      segments += 1
      used = 0
    }
    used += width
  }
  return { encoding, segments }
}
