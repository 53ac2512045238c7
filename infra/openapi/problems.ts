import { type ErrorCode, errorTable } from '@korob/platform/errors'
import type { Endpoint } from '../services.ts'
import type { JsonSchema } from './json-schema.ts'

/** RFC 9457 problem details, as layers/platform/http.ts and API Gateway write them. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Problem details, RFC 9457',
  properties: {
    type: { type: 'string', examples: ['urn:korob:problem:invalid_request'] },
    title: { type: 'string', description: 'For people, in the language of Accept-Language' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errorTable) },
    correlationId: { type: 'string', description: 'Names the request in our logs' },
    errors: {
      type: 'array',
      description: 'What is wrong, field by field',
      items: {
        type: 'object',
        properties: { field: { type: 'string', examples: ['items.0.quantity'] }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['type', 'title', 'code', 'correlationId'],
}

const always: readonly ErrorCode[] = ['internal', 'too_many_requests', 'unavailable']

/** Every error an endpoint can answer: those it names, and those of what it parses and asks. */
const errorsOf = ({ route }: Endpoint): ErrorCode[] => {
  const errors = new Set<ErrorCode>([...(route.errors ?? []), ...always])
  if (route.params || route.query || route.headers || route.body) errors.add('invalid_request')
  if (route.body) for (const code of ['unsupported_media_type', 'too_large'] as const) errors.add(code)
  if (route.body && route.encoding !== 'form') errors.add('invalid_json')
  if (route.access !== 'public') errors.add('unauthorized')
  if (route.access !== 'public' && route.access !== 'optional') errors.add('forbidden')
  return [...errors]
}

const withRetryAfter: readonly ErrorCode[] = ['in_progress', 'too_many_requests', 'unavailable']

const answerOf = (codes: readonly ErrorCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${errorTable[code].message.en}`).join(' '),
  ...(codes.some((code) => withRetryAfter.includes(code)) && {
    headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
  }),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { enum: codes } }, required: ['code'] },
        ],
      },
    },
  },
})

/** The error answers of an endpoint, by status. */
export const errorAnswers = (endpoint: Endpoint): Record<string, unknown> =>
  Object.fromEntries(
    [...Map.groupBy(errorsOf(endpoint), (code) => errorTable[code].status)]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [String(status), answerOf(codes.sort())]),
  )
