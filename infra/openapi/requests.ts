import type { RequestExample } from '@korob/platform/routes'
import type { Endpoint } from '../services.ts'
import type { JsonSchema, Schemas } from './json-schema.ts'
import { schemeOfHeader } from './security.ts'

/** Headers of any request. */
export const commonParameters = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'The language of messages: Russian, unless it begins with en',
    schema: { type: 'string' },
    example: 'en',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The ETag of the answer the caller has: if it still holds, the answer is 304',
    schema: { type: 'string' },
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    description: 'Names the request in the logs of every service; made anew if absent',
    schema: { type: 'string', pattern: '^[\\w.:-]{8,64}$' },
  },
} as const

const reference = (name: keyof typeof commonParameters) => ({ $ref: `#/components/parameters/${name}` })

/** A query says numbers and booleans in words; the document, as what they are. */
const asTyped = (value: unknown, { type }: JsonSchema): unknown => {
  if (type === 'integer' || type === 'number') return Number(value)
  return type === 'boolean' ? value === 'true' : value
}

const places = [
  { in: 'path', part: 'params' },
  { in: 'query', part: 'query' },
  { in: 'header', part: 'headers' },
] as const

const examplesOf = ({ route }: Endpoint, take: (example: RequestExample) => unknown) => {
  const examples = Object.entries(route.examples ?? {}).flatMap(([name, example]) => {
    const value = take(example)
    return value === undefined ? [] : [[name, { value }] as const]
  })
  return examples.length > 0 ? { examples: Object.fromEntries(examples) } : {}
}

const capitals = (header: string): string => header.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())

export const parametersOf = (endpoint: Endpoint, schemas: Schemas): unknown[] => {
  const { route } = endpoint
  const own = places.flatMap(({ in: place, part }) =>
    (route[part] ? schemas.membersOf(route[part]) : [])
      .filter(({ name }) => place !== 'header' || schemeOfHeader(name) === undefined)
      .map(({ name, required, schema: { description, ...schema } }) => ({
        name: place === 'header' ? capitals(name) : name,
        in: place,
        required: place === 'path' || required,
        ...(description !== undefined && { description }),
        schema,
        ...examplesOf(endpoint, (example) => {
          const value = (example[part] as Record<string, unknown> | undefined)?.[name]
          return value === undefined ? undefined : asTyped(value, schemas.resolved(schema))
        }),
      })),
  )
  return [
    ...own,
    ...(route.etag ? [reference('IfNoneMatch')] : []),
    reference('AcceptLanguage'),
    reference('CorrelationId'),
  ]
}

export const requestBodyOf = (endpoint: Endpoint, schemas: Schemas) => {
  const { route } = endpoint
  if (!route.body) return {}
  const mediaType = route.encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  const content = { schema: schemas.request(route.body), ...examplesOf(endpoint, ({ body }) => body) }
  const required = !route.body.safeParse(undefined).success
  return { requestBody: { required, content: { [mediaType]: content } } }
}
