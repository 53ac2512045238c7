import { type Endpoint, endpoints } from '../services.ts'
import { answerSchema, propertiesOf, requestSchema } from './json-schema.ts'
import { errorAnswers, problemSchema } from './problems.ts'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const parametersOf = ({ route }: Endpoint): unknown[] => {
  const places = [
    { in: 'path', schema: route.params },
    { in: 'query', schema: route.query },
    { in: 'header', schema: route.headers },
  ] as const
  return [
    ...places.flatMap(({ in: place, schema }) =>
      schema
        ? propertiesOf(schema).map((property) => ({
            name: property.name,
            in: place,
            required: place === 'path' || property.required,
            schema: property.schema,
          }))
        : [],
    ),
    ...(route.etag ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    { $ref: '#/components/parameters/AcceptLanguage' },
  ]
}

const requestBodyOf = ({ route }: Endpoint) => {
  if (!route.body) return {}
  const mediaType = route.encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'
  return { requestBody: { required: true, content: { [mediaType]: { schema: requestSchema(route.body) } } } }
}

const answersOf = ({ route }: Endpoint): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema }]) => [
      status,
      {
        description,
        ...(route.etag && status === '200' && { headers: { ETag: { schema: { type: 'string' } } } }),
        ...(schema && { content: { 'application/json': { schema: answerSchema(schema) } } }),
      },
    ]),
  ),
  ...(route.etag && { 304: { description: 'Still what If-None-Match names' } }),
})

const securityOf = ({ route }: Endpoint): unknown[] => {
  if (route.access === 'public') return []
  return route.access === 'optional' ? [{}, { accessToken: [] }] : [{ accessToken: [route.access] }]
}

const operation = (endpoint: Endpoint) => ({
  operationId: `${endpoint.service}${capital(endpoint.name)}`,
  tags: [endpoint.service],
  summary: endpoint.route.summary,
  security: securityOf(endpoint),
  parameters: parametersOf(endpoint),
  ...requestBodyOf(endpoint),
  responses: { ...answersOf(endpoint), ...errorAnswers(endpoint) },
})

const paths = (): Record<string, Record<string, unknown>> => {
  const all: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const { path, method } = endpoint.route
    all[path] = { ...all[path], [method.toLowerCase()]: operation(endpoint) }
  }
  return all
}

/** The API as an OpenAPI 3.1 document, from the services' routes. https://spec.openapis.org/oas/v3.1.1 */
export const openApiDocument = (version: string) => ({
  openapi: '3.1.1',
  info: {
    title: 'Korob',
    version,
    description:
      'An online shop: catalogue, checkout, delivery. Money is in minor units; times are ISO 8601; ids are UUIDs. Every answer carries X-Correlation-Id.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  paths: paths(),
  components: {
    securitySchemes: {
      accessToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A short-lived access token; the role it must carry stands with each operation.',
      },
    },
    parameters: {
      AcceptLanguage: {
        name: 'Accept-Language',
        in: 'header',
        required: false,
        description: 'Language of messages: ru unless it begins with en',
        schema: { type: 'string' },
      },
      IfNoneMatch: {
        name: 'If-None-Match',
        in: 'header',
        required: false,
        description: 'The ETag of the answer the caller has',
        schema: { type: 'string' },
      },
    },
    schemas: { Problem: problemSchema },
  },
})
