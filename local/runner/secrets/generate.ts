import { randomInt } from 'node:crypto'
import { asBoolean, asNumber, asText, type JsonObject } from '../assembly/template.ts'

const lowercase = 'abcdefghijklmnopqrstuvwxyz'
const uppercase = lowercase.toUpperCase()
const numbers = '0123456789'
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const defaultLength = 32

/** A random password as GenerateSecretString and GetRandomPassword describe it. */
export function randomPassword(settings: JsonObject): string {
  const length = asNumber(settings.PasswordLength) ?? defaultLength
  const excluded = new Set(asText(settings.ExcludeCharacters) ?? '')
  const groups = [
    asBoolean(settings.ExcludeLowercase) ? '' : lowercase,
    asBoolean(settings.ExcludeUppercase) ? '' : uppercase,
    asBoolean(settings.ExcludeNumbers) ? '' : numbers,
    asBoolean(settings.ExcludePunctuation) ? '' : punctuation,
    asBoolean(settings.IncludeSpace) ? ' ' : '',
  ]
    .map((group) => [...group].filter((character) => !excluded.has(character)).join(''))
    .filter((group) => group !== '')
  const all = groups.join('')
  if (all === '') throw new Error('The password settings exclude every character')
  const pick = (characters: string): string => characters[randomInt(characters.length)] as string
  const password = Array.from({ length }, () => pick(all))
  if (settings.RequireEachIncludedType === undefined || asBoolean(settings.RequireEachIncludedType)) {
    if (length < groups.length) throw new Error('PasswordLength is too short for one character of each type')
    const places = shuffledPlaces(length)
    groups.forEach((group, index) => {
      password[places[index] as number] = pick(group)
    })
  }
  return password.join('')
}

function shuffledPlaces(length: number): number[] {
  const places = Array.from({ length }, (_, index) => index)
  for (let index = length - 1; index > 0; index--) {
    const other = randomInt(index + 1)
    ;[places[index], places[other]] = [places[other] as number, places[index] as number]
  }
  return places
}

/** The value of `GenerateSecretString`: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html */
export function generateSecretString(settings: JsonObject): string {
  const password = randomPassword(settings)
  const template = asText(settings.SecretStringTemplate)
  const key = asText(settings.GenerateStringKey)
  if (template === undefined || key === undefined) return password
  return JSON.stringify({ ...(JSON.parse(template) as Record<string, unknown>), [key]: password })
}
