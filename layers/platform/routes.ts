import type { ErrorCode } from './errors.ts'
import type { z } from './schema.ts'

/** Who may call: `public` never looks at a token, `optional` uses one if it is there, the others require that role. */
export type Access = 'public' | 'optional' | 'shopper' | 'courier' | 'operator'
/**
 * Which of the service's HTTP functions serves the route. What is about an `account` is the shopper's, too, and so are `offers`
 * of another window. A `manager` is an operator who keeps the fleet, a `dispatcher` one who directs a day, and a
 * `supervisor` one who looks after couriers on it. What is for a `developer` is about the API, and no part of it.
 */
export type Audience =
  | 'shop'
  | 'account'
  | 'offers'
  | 'courier'
  | 'operator'
  | 'manager'
  | 'dispatcher'
  | 'supervisor'
  | 'developer'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface AnswerHeader {
  readonly description: string
  readonly schema: z.ZodType
  /** Not with every answer of this status. */
  readonly optional?: boolean
}

export interface RouteAnswer {
  readonly description: string
  readonly schema?: z.ZodType
  /** Besides those that every answer has. */
  readonly headers?: Readonly<Record<string, AnswerHeader>>
  readonly example?: unknown
}

/** The parts of a request as they are sent, before anything is made of them. */
export interface RequestExample {
  readonly params?: object
  readonly query?: object
  readonly headers?: object
  readonly body?: unknown
}

/** What an error of this route tells besides the members every problem has. */
export interface ErrorDetails {
  readonly schema: z.ZodObject
  readonly example: unknown
  /** Of the schema in the API document, where other routes tell something else with the same code. */
  readonly name?: string
}

/** An HTTP endpoint as data: the CDK app, the OpenAPI document, the handler factory and the web client read it. */
export interface Route {
  readonly method: Method
  /** Below the API's root, in API Gateway's notation: /api/orders/{orderId} */
  readonly path: `/api/${string}`
  readonly access: Access
  readonly audience: Audience
  /** A verb and a noun, its own in the whole API: client generators make a function's name of it. */
  readonly operationId?: string
  /** A few words, as for a list of contents. */
  readonly summary: string
  readonly description?: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** Header names in lower case. */
  readonly headers?: z.ZodObject
  readonly body?: z.ZodType
  /** How the body is encoded; `json` unless given. A form's fields reach the schema as strings. */
  readonly encoding?: 'json' | 'form'
  /** Requests worth showing, each under a few words. */
  readonly examples?: Readonly<Record<string, RequestExample>>
  /** By status; a plain returned value is sent with the lowest. */
  readonly answers: Readonly<Record<number, RouteAnswer>>
  /** Errors besides invalid_request, internal and, where a token is used, unauthorized. */
  readonly errors?: readonly ErrorCode[]
  readonly errorDetails?: { readonly [Code in ErrorCode]?: ErrorDetails }
  /** Answer a GET with an ETag, and If-None-Match with 304. */
  readonly etag?: boolean
  /** Cache-Control of a 200; `no-store` unless given. */
  readonly cacheControl?: string
}

export type Routes = Readonly<Record<string, Route>>

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T

type RequestPart = 'params' | 'query' | 'headers' | 'body'

type RequestOf<R> = {
  [Part in RequestPart as R extends { [P in Part]: z.ZodType } ? Part : never]?: Frozen<
    R extends { [P in Part]: infer Schema extends z.ZodType } ? z.input<Schema> : never
  >
}

type ExampleOf<T> = T extends { schema: infer Schema extends z.ZodType } ? { example?: Frozen<z.output<Schema>> } : T

/** A route whose examples are what its schemas say. */
type Exemplary<R> = {
  examples?: Readonly<Record<string, RequestOf<R>>>
  answers: R extends { answers: infer Answers } ? { [Status in keyof Answers]: ExampleOf<Answers[Status]> } : never
  errorDetails?: R extends { errorDetails: infer Details }
    ? { [Code in keyof Details]: ExampleOf<Details[Code]> }
    : never
}

export const defineRoutes = <const Table extends Routes>(
  table: Table & { [Name in keyof Table]: Exemplary<Table[Name]> },
): Table => table

/** A repeatable query parameter: ?brand=a&brand=b. The schema is that of the list. */
export const asList = (value: unknown): unknown => (value === undefined || Array.isArray(value) ? value : [value])
