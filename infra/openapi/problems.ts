import { type ErrorCode, errorTable } from '@korob/platform/errors'
import type { Endpoint } from '../services.ts'
import { headerReference } from './answers.ts'
import type { JsonSchema, Schemas } from './json-schema.ts'

/** RFC 9457 problem details, as layers/platform/http.ts and API Gateway write them. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Problem details, RFC 9457. Go by `code`',
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:korob:problem: and the code' },
    title: { type: 'string', description: 'For people, in the language of Accept-Language' },
    status: { type: 'integer', description: 'That of the answer' },
    code: { type: 'string', enum: Object.keys(errorTable) },
    correlationId: { type: 'string', description: 'Names the request in our logs' },
    errors: {
      type: 'array',
      description: 'What is wrong, field by field',
      items: { $ref: '#/components/schemas/FieldError' },
    },
  },
  required: ['type', 'title', 'code', 'correlationId'],
}

export const fieldErrorSchema: JsonSchema = {
  type: 'object',
  properties: {
    field: { type: 'string', description: 'A path such as items.0.quantity' },
    message: { type: 'string' },
  },
  required: ['field', 'message'],
}

interface Occurrence {
  code: ErrorCode
  /** Unless it is the code's own. */
  status?: number
}

// 502 and 504 are API Gateway's own: a function died, or didn't answer in time.
const always: readonly Occurrence[] = [
  { code: 'too_many_requests' },
  { code: 'internal' },
  { code: 'internal', status: 502 },
  { code: 'unavailable' },
  { code: 'unavailable', status: 504 },
]

/** Every error an endpoint can answer: those it names, and those of what it parses and asks. */
const errorsOf = ({ route }: Endpoint): ErrorCode[] => {
  const errors = new Set<ErrorCode>(route.errors)
  if (route.params || route.query || route.headers || route.body) errors.add('invalid_request')
  if (route.body) for (const code of ['unsupported_media_type', 'too_large'] as const) errors.add(code)
  if (route.body && route.encoding !== 'form') errors.add('invalid_json')
  if (route.access !== 'public') errors.add('unauthorized')
  if (route.access !== 'public' && route.access !== 'optional') errors.add('forbidden')
  return [...errors]
}

const gatewayAnswers: Readonly<Record<number, string>> = { 502: 'Crashed', 504: 'TimedOut' }

const withRetryAfter: readonly ErrorCode[] = ['in_progress', 'too_many_requests', 'unavailable']

const wrongFields: Partial<Record<ErrorCode, unknown>> = {
  invalid_request: [{ field: 'limit', message: 'must be a whole number' }],
  invalid_json: [{ field: 'body', message: 'is not valid JSON' }],
}

const pascal = (code: string): string => code.replace(/(^|_)[a-z]/g, (part) => part.slice(-1).toUpperCase())

const schemaOf = (code: ErrorCode, { route }: Endpoint, schemas: Schemas) => {
  const details = route.errorDetails?.[code]
  const { properties = {}, required = [] } = (details ? schemas.answer(details.schema) : {}) as {
    properties?: JsonSchema
    required?: string[]
  }
  return schemas.add(details?.name ?? `${pascal(code)}Problem`, {
    description: errorTable[code].message.en,
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { code: { const: code }, ...properties }, required: ['code', ...required] },
    ],
  })
}

const exampleOf = (code: ErrorCode, status: number, { route }: Endpoint) => ({
  ...(route.errorDetails?.[code]?.example as object | undefined),
  type: `urn:korob:problem:${code}`,
  title: errorTable[code].message.en,
  status,
  code,
  correlationId: '0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10',
  ...(wrongFields[code] !== undefined && { errors: wrongFields[code] }),
})

const choice = (codes: readonly ErrorCode[], endpoint: Endpoint, schemas: Schemas): JsonSchema => {
  const references = codes.map((code) => [code, schemaOf(code, endpoint, schemas)] as const)
  const [only] = references
  if (only && references.length === 1) return only[1]
  return {
    oneOf: references.map(([, reference]) => reference),
    discriminator: {
      propertyName: 'code',
      mapping: Object.fromEntries(references.map(([code, { $ref }]) => [code, $ref])),
    },
  }
}

const answerOf = (codes: readonly ErrorCode[], status: number, endpoint: Endpoint, schemas: Schemas) => ({
  description: codes.map((code) => `\`${code}\`: ${errorTable[code].message.en}`).join(' '),
  headers: {
    ...(codes.some((code) => withRetryAfter.includes(code)) && { 'Retry-After': headerReference('RetryAfter') }),
    ...(status === 401 && { 'WWW-Authenticate': headerReference('WwwAuthenticate') }),
    'Content-Language': headerReference('ContentLanguage'),
  },
  content: {
    'application/problem+json': {
      schema: choice(codes, endpoint, schemas),
      examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code, status, endpoint) }])),
    },
  },
})

/** Answers that several endpoints share, each once. */
export class SharedAnswers {
  readonly components: Record<string, unknown> = {}

  /** @throws when the name already is another answer's */
  add(name: string, answer: unknown): { $ref: string } {
    const known = this.components[name]
    if (known && JSON.stringify(known) !== JSON.stringify(answer)) throw new Error(`two answers are named ${name}`)
    this.components[name] = answer
    return { $ref: `#/components/responses/${name}` }
  }
}

/** The error answers of an endpoint, by status; alike ones of different endpoints are one component. */
export const errorAnswers = (endpoint: Endpoint, schemas: Schemas, shared: SharedAnswers): Record<string, unknown> => {
  const all: Occurrence[] = [...errorsOf(endpoint).map((code) => ({ code })), ...always]
  const byStatus = Map.groupBy(all, ({ code, status }) => status ?? errorTable[code].status)
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, errors]) => {
        const codes = [...new Set(errors.map(({ code }) => code))].sort()
        const answer = answerOf(codes, status, endpoint, schemas)
        // So many belong to one endpoint, and no name would tell them.
        if (codes.length > 3) return [String(status), answer]
        const named = (code: ErrorCode) => endpoint.route.errorDetails?.[code]?.name?.replace(/Problem$/, '')
        const name = gatewayAnswers[status] ?? codes.map((code) => named(code) ?? pascal(code)).join('Or')
        return [String(status), shared.add(name, answer)]
      }),
  )
}
