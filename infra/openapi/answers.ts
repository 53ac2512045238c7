import type { RouteAnswer } from '@korob/platform/routes'
import type { Endpoint } from '../services.ts'
import type { Schemas } from './json-schema.ts'

/** Headers of more than one answer. */
export const commonHeaders = {
  CorrelationId: {
    description: 'Names the request in the logs of every service',
    required: true,
    schema: { type: 'string', pattern: '^[\\w.:-]{8,64}$' },
    example: '0199d3c5-e0d2-7c4b-8f1a-6e5d4c3b2a10',
  },
  ETag: {
    description: 'Of this answer, for If-None-Match',
    required: true,
    schema: { type: 'string', pattern: '^"[\\w-]+"$' },
    example: '"9dmL1cRZ0Vw3kXqEo2tYhA"',
  },
  RetryAfter: {
    description: 'Seconds to wait before the request is sent again',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  ContentLanguage: {
    description: 'Of the title',
    schema: { $ref: '#/components/schemas/Language' },
    example: 'en',
  },
  // API Gateway takes this name away from what a function answers, and sends it with its own answers only.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  WwwAuthenticate: {
    description: 'How to sign in, RFC 9110; not with every operation',
    schema: { type: 'string', const: 'Bearer' },
    example: 'Bearer',
  },
} as const

export const headerReference = (name: keyof typeof commonHeaders) => ({ $ref: `#/components/headers/${name}` })

const capitals = (header: string): string => header.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())

const headersOf = ({ headers = {} }: RouteAnswer, schemas: Schemas) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, { description, schema, optional }]) => [
      capitals(name),
      { description, ...(!optional && { required: true }), schema: schemas.answer(schema) },
    ]),
  )

/** What an endpoint answers when all goes well, by status. */
export const answersOf = ({ route }: Endpoint, schemas: Schemas): Record<string, unknown> => {
  const answers = Object.entries(route.answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      headers: {
        'X-Correlation-Id': headerReference('CorrelationId'),
        ...(route.etag && status === '200' && { ETag: headerReference('ETag') }),
        ...headersOf(answer, schemas),
      },
      ...(answer.schema && {
        content: {
          'application/json': {
            schema: schemas.answer(answer.schema),
            ...(answer.example !== undefined && { example: answer.example }),
          },
        },
      }),
    },
  ])
  return { ...Object.fromEntries(answers), ...(route.etag && { 304: { $ref: '#/components/responses/NotModified' } }) }
}

export const notModified = {
  description: 'Still what If-None-Match names',
  headers: { 'X-Correlation-Id': headerReference('CorrelationId'), ETag: headerReference('ETag') },
}
