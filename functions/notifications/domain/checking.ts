import type { Language } from '@korob/platform/schema'
import { fill, placesOf, type Texts, type Values, withoutPlaces } from './filling.ts'
import { segment } from './segments.ts'

/** A template's texts with something to fill each of their variants: as long as such things get. */
export interface Sample {
  /** The template's, which is its event's. */
  readonly name: string
  readonly texts: Texts
  readonly examples: readonly { readonly variant: string; readonly values: (language: Language) => Values }[]
}

export const languages: readonly Language[] = ['ru', 'en']

// Each costs as much as a text, and phones show long ones in pieces.
export const longestSegments = 3

const faultsOfText = (text: string | undefined, values: Values): string[] => {
  if (!text?.trim()) return ['is missing']
  const unknown = placesOf(text).filter((name) => !Object.hasOwn(values, name))
  if (unknown.length > 0) return unknown.map((name) => `has the place {${name}}, which nothing fills`)
  if (/[{}]/.test(withoutPlaces(text))) return ['has a brace that belongs to no place']
  const { segments } = segment(fill(text, values))
  return segments > longestSegments ? [`has ${segments} segments, more than ${longestSegments}`] : []
}

const faultsOfVariant = ({ texts, examples }: Sample, variant: string): string[] => {
  const words = texts[variant] as Partial<Record<Language, string>> | undefined
  const mine = examples.filter((example) => example.variant === variant)
  if (!words || mine.length === 0) return [`${variant} has no ${words ? 'example' : 'text'}`]
  const ofTexts = languages.flatMap((language) => {
    const faults = mine.flatMap(({ values }) => faultsOfText(words[language], values(language)))
    return [...new Set(faults)].map((fault) => `${variant}, ${language}, ${fault}`)
  })
  const strange = Object.keys(words).filter((language) => !languages.includes(language as Language))
  const told = languages.map((language) =>
    placesOf(words[language] ?? '')
      .sort()
      .join(' '),
  )
  const differs = ofTexts.length === 0 && new Set(told).size > 1
  return [
    ...ofTexts,
    ...strange.map((language) => `${variant} is in ${language}, which nobody reads`),
    ...(differs ? [`${variant} does not tell the same in all languages: ${told.join(' / ')}`] : []),
  ]
}

/** What is wrong with a template's texts; nothing: they can be sent. */
export const faultsOf = (sample: Sample): string[] => {
  const variants = new Set([...Object.keys(sample.texts), ...sample.examples.map(({ variant }) => variant)])
  return [...variants].flatMap((variant) => faultsOfVariant(sample, variant)).map((fault) => `${sample.name}: ${fault}`)
}
