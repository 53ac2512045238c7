import type { Language } from '@korob/platform/schema'

/** Words with places to be filled: «Заказ {number} доставлен». A file of texts/ has those of one event, by variant and language. */
export type Texts = Readonly<Record<string, Readonly<Record<Language, string>>>>

/** What fills the places of a text, by their names. */
export type Values = Readonly<Record<string, string>>

const place = /\{(\w*)\}/g

/** Names of the places in a text, each once. */
export const placesOf = (text: string): string[] => [...new Set([...text.matchAll(place)].map(([, name = '']) => name))]

/** What of a text is words. */
export const withoutPlaces = (text: string): string => text.replaceAll(place, '')

/** A text with its places filled; what fills them is not looked into. @throws for a place that nothing is known for */
export const fill = (text: string, values: Values): string =>
  text.replace(place, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`a text has the place {${name}}, and nothing to fill it with`)
    return value
  })
