import { readFileSync } from 'node:fs'
import { documentPath } from '../../../infra/openapi/write.ts'

/** The document as a stranger finds it: nothing here knows the routes it was made from. */

export interface JsonObject {
  [member: string]: unknown
}

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  examples?: Record<string, { value: unknown }>
}

export interface DocumentedAnswer {
  description: string
  headers?: Record<string, JsonObject>
  content?: Record<string, { schema?: JsonObject }>
}

interface RawOperation {
  operationId: string
  security: JsonObject[]
  parameters: (Parameter | { $ref: string })[]
  requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> }
  responses: Record<string, JsonObject>
}

export interface Operation extends Omit<RawOperation, 'parameters' | 'responses'> {
  method: string
  path: string
  parameters: Parameter[]
  responses: Record<string, DocumentedAnswer>
}

export const document = JSON.parse(readFileSync(documentPath, 'utf8')) as JsonObject & {
  paths: Record<string, Record<string, RawOperation>>
}

/** What a reference points to; anything else as it is. */
export const resolved = <T>(value: T | { $ref: string }): T => {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T
  return value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((place, key) => (place as JsonObject)[key.replaceAll('~1', '/')], document) as T
}

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters.map((one) => resolved<Parameter>(one)),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, answer]) => [
        status,
        resolved(answer) as unknown as DocumentedAnswer,
      ]),
    ),
  })),
)

export const operationOf = (operationId: string): Operation => {
  const found = operations.find((one) => one.operationId === operationId)
  if (!found) throw new Error(`the document has no operation ${operationId}`)
  return found
}

/** Status and code of every answer that is documented, such as '409 slot_taken' or '200'. */
export const documentedOutcomes = ({ responses }: Operation): string[] =>
  Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = content?.['application/problem+json']?.schema
    if (!schema) return [status]
    const choices = (schema.oneOf ?? [schema]) as JsonObject[]
    return choices.map((choice) => {
      const { allOf } = resolved<{ allOf: { properties?: { code?: { const: string } } }[] }>(choice as never)
      return `${status} ${allOf.map(({ properties }) => properties?.code?.const).find(Boolean)}`
    })
  })
