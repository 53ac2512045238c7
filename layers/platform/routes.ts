import type { ErrorCode } from './errors.ts'
import type { z } from './schema.ts'

/** Who may call: `public` never looks at a token, `optional` uses one if it is there, the others require that role. */
export type Access = 'public' | 'optional' | 'shopper' | 'courier' | 'operator'
/** Which of the service's HTTP functions serves the route. */
export type Audience = 'shop' | 'courier' | 'operator'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RouteAnswer {
  description: string
  schema?: z.ZodType
}

/** An HTTP endpoint as data: the CDK app, the OpenAPI document, the handler factory and the web client read it. */
export interface Route {
  readonly method: Method
  /** Below the API's root, in API Gateway's notation: /api/orders/{orderId} */
  readonly path: `/api/${string}`
  readonly access: Access
  readonly audience: Audience
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** Header names in lower case. */
  readonly headers?: z.ZodObject
  readonly body?: z.ZodType
  /** How the body is encoded; `json` unless given. A form's fields reach the schema as strings. */
  readonly encoding?: 'json' | 'form'
  /** By status; a plain returned value is sent with the lowest. */
  readonly answers: Readonly<Record<number, RouteAnswer>>
  /** Errors besides invalid_request, internal and, where a token is used, unauthorized. */
  readonly errors?: readonly ErrorCode[]
  /** Answer a GET with an ETag, and If-None-Match with 304. */
  readonly etag?: boolean
  /** Cache-Control of a 200; `no-store` unless given. */
  readonly cacheControl?: string
}

export type Routes = Readonly<Record<string, Route>>

export const defineRoutes = <const Table extends Routes>(table: Table): Table => table

/** A repeatable query parameter: ?brand=a&brand=b. The schema is that of the list. */
export const asList = (value: unknown): unknown => (value === undefined || Array.isArray(value) ? value : [value])
