const beginnings: [hex: string, kind: 'gzip' | 'zip' | 'spreadsheet'][] = [
  ['1f8b', 'gzip'],
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['504b0708', 'zip'],
  // Excel's format before 2007. https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb
  ['d0cf11e0a1b11ae1', 'spreadsheet'],
]

// Names of parts that stand in the archive uncompressed.
const partsOfSpreadsheets = ['[Content_Types].xml', 'xl/', 'application/vnd.oasis.opendocument.spreadsheet']

/** Why a file that begins so is no text; undefined when it may be one. */
export const whyNoText = (sample: Buffer, path: string): string | undefined => {
  const [, kind] = beginnings.find(([hex]) => sample.subarray(0, hex.length / 2).toString('hex') === hex) ?? []
  if (kind === undefined) return undefined
  if (kind === 'gzip') return `is compressed by gzip; unpack it first: gunzip ${path}`
  return kind === 'spreadsheet' || partsOfSpreadsheets.some((part) => sample.includes(part))
    ? 'is a spreadsheet; save it as CSV first'
    : 'is a zip archive; unpack it first'
}
