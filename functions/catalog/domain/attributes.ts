import type { FieldError } from '@korob/platform/errors'
import type { Localized } from '@korob/platform/schema'

export const attributeTypes = ['text', 'number', 'boolean'] as const
export type AttributeType = (typeof attributeTypes)[number]

/** What an attribute is, for every product that has it. */
export interface AttributeDefinition {
  key: string
  name: Localized
  type: AttributeType
  unit: string | null
}

export type AttributeValue = number | boolean | Localized

export interface GivenAttribute {
  key: string
  value: AttributeValue
  unit?: string | null | undefined
}

/** As a product keeps it: numbers with their unit, others without. */
export interface KeptAttribute {
  key: string
  value: AttributeValue
  unit?: string
}

const typeOf = (value: AttributeValue): AttributeType =>
  typeof value === 'object' ? 'text' : (typeof value as 'number' | 'boolean')

const wanted = { text: 'a text in both languages', number: 'a number', boolean: 'true or false' } as const

/** Attributes as their definitions want them, and what is wrong with those that aren't; fields are `attributes.0.value`. */
export const checkAttributes = (
  given: readonly GivenAttribute[],
  definitions: readonly Pick<AttributeDefinition, 'key' | 'type' | 'unit'>[],
): { attributes: KeptAttribute[]; errors: FieldError[] } => {
  const byKey = new Map(definitions.map((one) => [one.key, one]))
  const seen = new Set<string>()
  const errors: FieldError[] = []
  const attributes = given.map(({ key, value, unit }, index): KeptAttribute => {
    const wrong = (member: string, message: string) => errors.push({ field: `attributes.${index}.${member}`, message })
    const definition = byKey.get(key)
    if (!definition) wrong('key', 'is no attribute of the catalogue')
    else if (seen.has(key)) wrong('key', 'is given twice')
    else if (typeOf(value) !== definition.type) wrong('value', `must be ${wanted[definition.type]}`)
    else if (unit !== undefined && unit !== definition.unit)
      wrong('unit', definition.unit === null ? 'must be absent' : `must be ${definition.unit}`)
    seen.add(key)
    return { key, value, ...(definition?.unit && { unit: definition.unit }) }
  })
  return { attributes, errors }
}
