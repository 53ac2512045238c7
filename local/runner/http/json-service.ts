import type { IncomingMessage, ServerResponse } from 'node:http'
import { asText, isObject, type Json, type JsonObject } from '../assembly/template.ts'
import { readBody } from './body.ts'

/** An error of a service that speaks AWS's JSON protocol. */
export class JsonServiceError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export type JsonOperations = Record<string, (input: JsonObject) => JsonObject>

const bodyLimitBytes = 1_048_576

/** A member of the object itself: `toString` is none. */
export const own = <Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined

/** Serves a call of the protocol `X-Amz-Target: Service.Operation` with a JSON body. */
export async function serveJsonOperation(
  message: IncomingMessage,
  response: ServerResponse,
  operations: JsonOperations,
): Promise<void> {
  let status = 200
  let answer: Json
  try {
    const name = String(message.headers['x-amz-target']).split('.')[1] ?? ''
    const operation = own(operations, name)
    if (!operation) throw new JsonServiceError('UnknownOperationException', `The operation ${name} is not emulated`)
    const input = JSON.parse((await readBody(message, bodyLimitBytes)).toString('utf8') || '{}') as Json
    if (!isObject(input)) throw new JsonServiceError('SerializationException', 'The body is not an object')
    answer = operation(input)
  } catch (error) {
    const known = error instanceof JsonServiceError
    status = known ? error.status : error instanceof SyntaxError ? 400 : 500
    const code = known ? error.code : error instanceof SyntaxError ? 'SerializationException' : 'InternalServiceError'
    const text = error instanceof Error ? error.message : String(error)
    answer = { __type: code, Message: text, message: text }
  }
  const body = JSON.stringify(answer)
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': crypto.randomUUID(),
  })
  response.end(body)
}

export function requiredText(input: JsonObject, name: string): string {
  const value = asText(input[name])
  if (!value) throw new JsonServiceError('ValidationException', `${name} is required`)
  return value
}
