import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { endpoints } from '../services.ts'
import { openApiDocument } from './document.ts'
import { documentPath, documentText } from './write.ts'

interface Operation {
  operationId: string
  parameters: { name?: string; in?: string }[]
  responses: Record<string, unknown>
  security: unknown[]
}

const document = openApiDocument('1')
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
)

describe('docs/openapi.json', () => {
  it('is what the routes say: npm run openapi', () => {
    expect(readFileSync(documentPath, 'utf8')).toBe(documentText())
  })

  it('has an operation of a name of its own for every route', () => {
    expect(operations).toHaveLength(endpoints.length)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(endpoints.length)
  })

  it('declares the parameters of each path, and no others', () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
      expect(declared.sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort())
    }
  })

  it('says of every operation what a failure looks like', () => {
    for (const { path, operation } of operations)
      expect(Object.keys(operation.responses), path).toEqual(expect.arrayContaining(['429', '500', '503']))
  })

  it('asks for a token where a role is required', () => {
    for (const { path, operation } of operations)
      if (path.startsWith('/api/courier/')) expect(operation.security).toEqual([{ accessToken: ['courier'] }])
  })

  it('points only at components that are there', () => {
    const text = JSON.stringify(document)
    for (const [, group, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
      expect(document.components).toHaveProperty([group!, name!])
  })
})
