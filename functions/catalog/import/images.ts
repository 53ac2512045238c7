import { aPicture, isPicture } from '../domain/product-input.ts'
import { type Fault, quoted } from './cells.ts'

// Addresses may have commas and semicolons: there such a mark parts only before another address, or with a space.
const betweenPictures = /[\s,;|]+(?=https?:\/\/)|\s+(?=\/)|[,;]\s+|\s*\|\s*/i
const betweenNames = /\s*[,;]\s*/

// Any scheme's: of a data: URL no part is to be taken for a name.
const isAddress = (text: string): boolean => text.includes(':')

/** The pictures a value lists, each once, whether they can be ones or not. */
export const splitImages = (text: string): string[] => {
  const parts = text
    .split(betweenPictures)
    .flatMap((part) =>
      isAddress(part) ? [part.replace(/^https?/i, (scheme) => scheme.toLowerCase())] : part.split(betweenNames),
    )
    .map((part) => part.trim().replace(/[,;]$/, ''))
  return [...new Set(parts)].filter((part) => part !== '')
}

const faultOf = (image: string): string | undefined => {
  if (!isPicture(image)) return `${quoted(image)} is not a picture: ${aPicture}`
  return image.length > 500 ? `${quoted(image)} is longer than 500 characters` : undefined
}

/** The pictures of a value; none are given when none can be taken. */
export const readImages = (text: string, column: string): { images: string[] | undefined; left: Fault[] } => {
  const all = splitImages(text).map((image) => ({ image, reason: faultOf(image) }))
  const images = all.filter(({ reason }) => reason === undefined).map(({ image }) => image)
  const left = all.flatMap(({ reason }) => (reason === undefined ? [] : [{ column, reason }]))
  return { images: images.length === 0 ? undefined : images, left }
}
