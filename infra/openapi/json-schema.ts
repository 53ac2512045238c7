import { z } from '@korob/platform/schema'

export interface JsonSchema {
  [keyword: string]: unknown
}

const plain = ({ $schema: _, ...schema }: JsonSchema): JsonSchema => schema

const selfExplaining = new Set(['uuid', 'date', 'date-time', 'email'])

/** A well-known format's own pattern tells a reader nothing. */
const dropFormatPattern = (json: JsonSchema): void => {
  if (typeof json.format === 'string' && selfExplaining.has(json.format)) delete json.pattern
}

/** What a caller sends. */
export const requestSchema = (schema: z.core.$ZodType): JsonSchema =>
  plain(z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema }) => dropFormatPattern(jsonSchema) }))

// A transform says nothing of what comes out. Ours tidy a value and keep its type, so what goes in describes it.
const describeTransform = (schema: z.core.$ZodType, json: JsonSchema): void => {
  const { def } = schema._zod
  if (def.type !== 'pipe') return
  const { in: before, out: after } = def as z.core.$ZodPipeDef
  if (after._zod.def.type === 'transform') Object.assign(json, requestSchema(before))
}

/** What an answer holds. Members may be added later: callers ignore those they don't know. */
export const answerSchema = (schema: z.ZodType): JsonSchema =>
  plain(
    z.toJSONSchema(schema, {
      io: 'output',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        describeTransform(zodSchema, jsonSchema)
        dropFormatPattern(jsonSchema)
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      },
    }),
  )

export interface Property {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** The members of an object schema, as a caller sends them. */
export const propertiesOf = (schema: z.ZodObject): Property[] => {
  const { properties, required } = requestSchema(schema) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    required: required?.includes(name) ?? false,
    schema: property,
  }))
}
