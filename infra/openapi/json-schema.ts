import { z } from '@korob/platform/schema'

export interface JsonSchema {
  [keyword: string]: unknown
}

type Direction = 'input' | 'output'

const selfExplaining = new Set(['uuid', 'date', 'date-time', 'email'])

/** What Zod says and a reader needn't know: a well-known format's own pattern, a bound that every number has. */
const dropNoise = (json: JsonSchema): void => {
  if (typeof json.format === 'string' && selfExplaining.has(json.format)) delete json.pattern
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum
}

const isTransform = (schema: z.core.$ZodType): boolean => schema._zod.def.type === 'transform'

// A pipe tidies what comes in, such as spaces around a name, or reads it from text, such as a number in a query. What
// comes out is what its caller means; where a transform says nothing of that, what goes in has the same type.
const describePipe = (schema: z.core.$ZodType, json: JsonSchema, direction: Direction): void => {
  if (schema._zod.def.type !== 'pipe') return
  const { in: before, out: after } = schema._zod.def as z.core.$ZodPipeDef
  const meant = convert(isTransform(after) ? before : after, direction).schema
  const { description } = json
  for (const keyword of Object.keys(json)) delete json[keyword]
  Object.assign(json, meant, description !== undefined && { description })
}

const describeDefault = (schema: z.core.$ZodType, json: JsonSchema): void => {
  if (schema._zod.def.type === 'default') json.default = (schema._zod.def as z.core.$ZodDefaultDef).defaultValue
}

interface Converted {
  schema: JsonSchema
  /** Schemas with an id, by it. */
  named: Record<string, JsonSchema>
}

const convert = (schema: z.core.$ZodType, direction: Direction): Converted => {
  const named: Record<string, JsonSchema> = {}
  // Within another, a schema with an id is always a reference.
  const { properties, $defs } = z.toJSONSchema(z.object({ schema: schema as z.ZodType }), {
    io: direction,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      describePipe(zodSchema, jsonSchema, direction)
      describeDefault(zodSchema, jsonSchema)
      dropNoise(jsonSchema)
      // Members may be added later: callers ignore those they don't know, and so do we.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  }) as JsonSchema as { properties: { schema: JsonSchema }; $defs?: Record<string, JsonSchema> }
  for (const [id, definition] of Object.entries($defs ?? {})) named[id] = pointToComponents(definition)
  return { schema: pointToComponents(properties.schema), named }
}

const pointToComponents = <T>(json: T): T =>
  JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as T

/** Turns Zod's schemas into JSON Schema and collects those that have an id as components. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {}

  /** What a caller sends. */
  request(schema: z.core.$ZodType): JsonSchema {
    return this.#collect(convert(schema, 'input'))
  }

  /** What an answer holds. */
  answer(schema: z.core.$ZodType): JsonSchema {
    return this.#collect(convert(schema, 'output'))
  }

  /** The members of an object schema, as a caller sends them. */
  membersOf(schema: z.ZodObject): { name: string; required: boolean; schema: JsonSchema }[] {
    const { properties, required } = this.request(schema) as {
      properties?: Record<string, JsonSchema>
      required?: string[]
    }
    return Object.entries(properties ?? {}).map(([name, member]) => ({
      name,
      required: required?.includes(name) ?? false,
      schema: member,
    }))
  }

  /** @throws when the name already is another schema's */
  add(name: string, schema: JsonSchema): { $ref: string } {
    const known = this.components[name]
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`two schemas are named ${name}`)
    this.components[name] = schema
    return { $ref: `#/components/schemas/${name}` }
  }

  /** What a reference points to; else the schema itself. */
  resolved(schema: JsonSchema): JsonSchema {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
    return (name === undefined ? undefined : this.components[name]) ?? schema
  }

  #collect({ schema, named }: Converted): JsonSchema {
    for (const [name, definition] of Object.entries(named)) this.add(name, definition)
    return schema
  }
}
