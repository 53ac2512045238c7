import { readFileSync } from 'node:fs'
import { type ErrorCode, errorTable } from '@korob/platform/errors'
import { describe, expect, it } from 'vitest'
import { documentedEndpoints as endpoints } from '../services.ts'
import { openApiDocument } from './document.ts'
import type { JsonSchema } from './json-schema.ts'
import { clientTypesPath, clientTypesText, documentPath, documentText } from './write.ts'

interface Answer {
  $ref?: string
  content?: Record<string, { schema?: JsonSchema; example?: unknown; examples?: Record<string, { value: JsonSchema }> }>
}

interface Operation {
  operationId: string
  parameters: { name?: string; in?: string; required?: boolean; examples?: object }[]
  requestBody?: { content: Record<string, { examples?: object }> }
  responses: Record<string, Answer>
  security: unknown[]
}

const document = openApiDocument('1')
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
)
const at = (path: string, method: string) =>
  operations.find((one) => one.path === path && one.method === method)!.operation

const resolved = (answer: Answer): Answer =>
  answer.$ref ? (document.components.responses[answer.$ref.split('/').at(-1)!] as Answer) : answer

it("the web client's types are what the document says: npm run openapi", async () => {
  expect(readFileSync(clientTypesPath, 'utf8')).toBe(await clientTypesText())
})

describe('docs/openapi.json', () => {
  it('is what the routes say: npm run openapi', () => {
    expect(readFileSync(documentPath, 'utf8')).toBe(documentText())
  })

  it('has an operation of a name of its own for every route', () => {
    expect(operations).toHaveLength(endpoints.length)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(endpoints.length)
    for (const { route } of endpoints) expect(route.operationId, route.path).toMatch(/^[a-z]+[A-Z]\w+$/)
  })

  it('declares the parameters of each path, and no others', () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
      expect(declared.sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort())
    }
  })

  it('shows an example of each request that needs anything, and of each answer with a body', () => {
    for (const { path, operation } of operations) {
      for (const parameter of operation.parameters.filter(({ required }) => required))
        expect(parameter.examples, `${path} ${parameter.name}`).toBeDefined()
      for (const content of Object.values(operation.requestBody?.content ?? {}))
        expect(content.examples, path).toBeDefined()
      for (const [status, answer] of Object.entries(operation.responses))
        for (const { example, examples } of Object.values(resolved(answer).content ?? {}))
          expect(example ?? examples, `${path} ${status}`).toBeDefined()
    }
  })

  it('tells each error under its status, with an example of its own', () => {
    for (const { route } of endpoints) {
      const { responses } = at(route.path, route.method.toLowerCase())
      for (const code of route.errors ?? []) {
        const { status } = errorTable[code]
        const content = resolved(responses[status]!).content?.['application/problem+json']
        expect(content?.examples?.[code]?.value, `${route.path} ${code}`).toMatchObject({ code, status })
      }
    }
  })

  it('says of every operation what a failure looks like', () => {
    for (const { path, operation } of operations)
      expect(Object.keys(operation.responses), path).toEqual(
        expect.arrayContaining(['429', '500', '502', '503', '504']),
      )
  })

  it('describes every error that exists', () => {
    const told = new Set(Object.keys(document.components.schemas))
    const lacking = (Object.keys(errorTable) as ErrorCode[]).filter(
      (code) => !told.has(`${code.replace(/(^|_)[a-z]/g, (part) => part.slice(-1).toUpperCase())}Problem`),
    )
    expect(lacking).toEqual([])
  })

  it('says who may call: a role, an order of theirs, the SMS gateway, or anybody', () => {
    for (const { path, operation } of operations)
      if (path.startsWith('/api/courier/')) expect(operation.security).toEqual([{ accessToken: ['courier'] }])
    expect(at('/api/orders', 'post').security).toEqual([{}, { accessToken: [] }])
    expect(at('/api/orders/{orderId}', 'get').security).toEqual([{ accessToken: [] }, { orderToken: [] }])
    expect(at('/api/notifications/receipts/{messageId}', 'post').security).toEqual([{ smsGatewaySignature: [] }])
    expect(at('/api/search', 'get').security).toEqual([])
  })

  it('says query parameters as what they mean, not as the text they are read from', () => {
    const { parameters } = at('/api/search', 'get')
    const schemaOf = (name: string) => parameters.find((one) => one.name === name)
    expect(schemaOf('limit')).toMatchObject({ schema: { type: 'integer', minimum: 1, maximum: 50, default: 24 } })
    expect(schemaOf('inStock')).toMatchObject({ schema: { type: 'boolean' } })
    expect(schemaOf('brand')).toMatchObject({ schema: { type: 'array', maxItems: 30 } })
  })

  it('points only at components that are there', () => {
    const text = JSON.stringify(document)
    for (const [, group, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
      expect(document.components).toHaveProperty([group!, name!])
    expect(text).not.toContain('#/$defs')
  })

  it('names every object that stands in more than one place', () => {
    const seen = new Map<string, number>()
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      const { type, properties } = value as JsonSchema
      if (type === 'object' && Object.keys((properties as object | undefined) ?? {}).length > 1) {
        const text = JSON.stringify(value)
        seen.set(text, (seen.get(text) ?? 0) + 1)
      }
      Object.values(value).forEach(walk)
    }
    walk(document)
    expect([...seen].filter(([, count]) => count > 1).map(([text]) => text)).toEqual([])
  })
})
