import type { ServiceName } from '@korob/platform/migrate'
import { language } from '@korob/platform/schema'
import { documentedEndpoints, type Endpoint } from '../services.ts'
import { answersOf, commonHeaders, notModified } from './answers.ts'
import { Schemas } from './json-schema.ts'
import { errorAnswers, fieldErrorSchema, problemSchema, SharedAnswers } from './problems.ts'
import { commonParameters, parametersOf, requestBodyOf } from './requests.ts'
import { securityOf, securitySchemes } from './security.ts'

const tags: Record<ServiceName, string> = {
  catalog: 'What the shop sells: search, products, categories.',
  backend: 'From a cart to an order; sign-in, profile, and who works for the shop.',
  orders: 'What became of an order.',
  delivery: 'Slots, tracking, and the work of couriers.',
  notifications: 'What the SMS gateway tells of texts, and who gets none.',
}

const description = `An online shop: catalogue, checkout, delivery.

**Values.** Money is whole minor units of an ISO 4217 currency. Times are ISO 8601 with an offset, ids are UUIDs, phones are E.164.
Texts of the catalogue come in Russian and English, both at once. Answers may get more members: ignore those you don't know.

**Errors** are problem details (RFC 9457). Go by \`code\`; \`title\` is for people, in the language of Accept-Language; \`errors\` names each wrong field.
A 5xx answer, or none, leaves open what was done. A 429 or 503 says in Retry-After when to come again.

**Placing an order** is idempotent by its Idempotency-Key: send the same key and body until there is an answer.

**Polling** is cheap: send the ETag of the last answer as If-None-Match, and an unchanged answer is an empty 304.`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const operation = (endpoint: Endpoint, schemas: Schemas, shared: SharedAnswers) => {
  const { service, name, route } = endpoint
  return {
    operationId: route.operationId ?? `${service}${capital(name)}`,
    tags: [service],
    summary: route.summary,
    description: route.description ?? route.summary,
    security: securityOf(endpoint),
    parameters: parametersOf(endpoint, schemas),
    ...requestBodyOf(endpoint, schemas),
    responses: { ...answersOf(endpoint, schemas), ...errorAnswers(endpoint, schemas, shared) },
  }
}

const inOrder = <T>(table: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)))

/** The API as an OpenAPI 3.1 document, from the services' routes. https://spec.openapis.org/oas/v3.1.1 */
export const openApiDocument = (version: string) => {
  const schemas = new Schemas()
  const shared = new SharedAnswers()
  schemas.add('Problem', problemSchema)
  schemas.add('FieldError', fieldErrorSchema)
  schemas.answer(language)
  shared.add('NotModified', notModified)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of documentedEndpoints) {
    const { path, method } = endpoint.route
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(endpoint, schemas, shared) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Korob',
      version,
      summary: 'The API of an online shop',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The shop that serves this document' }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths,
    components: {
      securitySchemes,
      parameters: commonParameters,
      headers: commonHeaders,
      responses: inOrder(shared.components),
      schemas: inOrder(schemas.components),
    },
  }
}
