import { createHash } from 'node:crypto'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { clientAddressOf } from './client-address.ts'
import { optionalSetting } from './config.ts'
import { type CallContext, contextFrom, withContext } from './context.ts'
import { errorTable, Problem, Unreachable } from './errors.ts'
import { middleware } from './middleware.ts'
import { logger } from './observability.ts'
import { nudgeRelay } from './relay-nudge.ts'
import { readBody } from './request-body.ts'
import type { Audience, Route, Routes } from './routes.ts'
import type { Language, z } from './schema.ts'
import { type Actor, bearerToken, verifyAccessToken } from './tokens.ts'
import { parseOrRefuse, refuseUnstorable } from './validation.ts'

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** What a handler gets: everything parsed and checked. */
export interface HttpRequest<R extends Route> {
  params: Parsed<R['params']>
  query: Parsed<R['query']>
  headers: Parsed<R['headers']>
  body: Parsed<R['body']>
  actor: Actor
  language: Language
  /** The caller's IP address; asked for, since behind CloudFront a secret must be read for it. */
  clientAddress: () => Promise<string>
}

/** An answer with a status or headers of its own. */
export class HttpAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers: Record<string, string>

  constructor(status: number, body?: unknown, headers: Record<string, string> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** A page or a file: sent as it is. */
export class TextAnswer extends HttpAnswer {
  constructor(mediaType: string, text: string, headers: Record<string, string> = {}) {
    super(200, text, { ...headers, 'content-type': mediaType })
  }
}

type Handlers<Table extends Routes, A extends Audience> = {
  [Name in keyof Table as Table[Name]['audience'] extends A ? Name : never]: (
    request: HttpRequest<Table[Name]>,
  ) => Promise<unknown>
}

const header = (event: APIGatewayProxyEvent, name: string): string | undefined => {
  for (const [key, value] of Object.entries(event.headers ?? {})) if (key.toLowerCase() === name) return value
  return undefined
}

const lowerCaseHeaders = (event: APIGatewayProxyEvent): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(event.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]))

const languageOf = (event: APIGatewayProxyEvent): Language => {
  const wanted = header(event, 'accept-language')?.toLowerCase() ?? ''
  return wanted.startsWith('en') ? 'en' : 'ru'
}

const queryOf = (event: APIGatewayProxyEvent): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(event.multiValueQueryStringParameters ?? {}).map(([key, values]) => [
      key,
      values && values.length > 1 ? values : (values?.[0] ?? ''),
    ]),
  )

const decodePathParameters = (event: APIGatewayProxyEvent): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(event.pathParameters ?? {}).map(([key, value]) => {
      try {
        return [key, value === undefined ? undefined : decodeURIComponent(value)]
      } catch {
        return [key, value]
      }
    }),
  )

/** Who calls: as the API's authorizer found, or by the token itself on routes without one. */
const actorOf = async (route: Route, event: APIGatewayProxyEvent): Promise<Actor> => {
  if (route.access === 'public') return { role: 'anonymous' }
  const token = bearerToken(header(event, 'authorization'))
  const actor = token ? await verifyAccessToken(token) : undefined
  if (actor && (route.access === 'optional' || actor.role === route.access)) return actor
  if (header(event, 'authorization') !== undefined && !actor) throw new Problem('unauthorized')
  if (route.access === 'optional') return { role: 'anonymous' }
  throw new Problem(actor ? 'forbidden' : 'unauthorized')
}

const commonHeaders = (context: CallContext): Record<string, string> => {
  const origin = optionalSetting('CORS_ORIGIN')
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-correlation-id': context.correlationId,
    'x-content-type-options': 'nosniff',
    ...(origin ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': '*' } : {}),
  }
}

/** RFC 9457 problem details, as a body. */
export const problemDocument = (problem: Problem, language: Language, correlationId: string) => ({
  // First, so that no detail takes the place of a standard member.
  ...problem.details,
  type: `urn:korob:problem:${problem.code}`,
  title: errorTable[problem.code].message[language],
  status: problem.status,
  code: problem.code,
  correlationId,
  ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
})

export const problemContentType = 'application/problem+json; charset=utf-8'

const problemAnswer = (problem: Problem, language: Language, context: CallContext): APIGatewayProxyResult => ({
  statusCode: problem.status,
  headers: {
    ...commonHeaders(context),
    'content-type': problemContentType,
    'content-language': language,
    ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) }),
    ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  },
  body: JSON.stringify(problemDocument(problem, language, context.correlationId)),
})

const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof Unreachable) return new Problem('unavailable', { retryAfterSeconds: 2, cause: error })
  return new Problem('internal', { cause: error })
}

const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))

const textOf = (answer: HttpAnswer): string => {
  if (answer instanceof TextAnswer) return String(answer.body)
  return answer.body === undefined ? '' : JSON.stringify(answer.body)
}

const successAnswer = (route: Route, event: APIGatewayProxyEvent, result: unknown, context: CallContext) => {
  const answer =
    result instanceof HttpAnswer ? result : new HttpAnswer(Number(Object.keys(route.answers)[0] ?? 200), result)
  const body = textOf(answer)
  const headers = {
    ...commonHeaders(context),
    ...(route.cacheControl && answer.status === 200 ? { 'cache-control': route.cacheControl } : {}),
    ...answer.headers,
  }
  if (!route.etag || answer.status !== 200) return { statusCode: answer.status, headers, body }
  const etag = answer.headers.etag ?? etagOf(body)
  if (matches(header(event, 'if-none-match'), etag))
    return {
      statusCode: 304,
      headers: { ...headers, 'cache-control': route.cacheControl ?? 'no-cache', etag },
      body: '',
    }
  return { statusCode: 200, headers: { ...headers, 'cache-control': route.cacheControl ?? 'no-cache', etag }, body }
}

/**
 * The Lambda handler of a service's HTTP function for one audience: finds the route, parses and checks the request,
 * signs the caller in, and turns what the code returns or throws into an answer.
 */
export const http = <const Table extends Routes, A extends Audience>(
  routes: Table,
  audience: A,
  handlers: Handlers<Table, A>,
) => {
  const byEndpoint = new Map<string, { route: Route; work: (request: HttpRequest<Route>) => Promise<unknown> }>()
  for (const [name, route] of Object.entries(routes)) {
    if (route.audience !== audience) continue
    const work = (handlers as Record<string, (request: HttpRequest<Route>) => Promise<unknown>>)[name]
    if (!work) throw new Error(`route ${name} has no handler`)
    byEndpoint.set(`${route.method} ${route.path}`, { route, work })
  }

  const answer = async (event: APIGatewayProxyEvent, context: CallContext): Promise<APIGatewayProxyResult> => {
    try {
      const found = byEndpoint.get(`${event.httpMethod} ${event.resource}`)
      if (!found) throw new Problem('not_found')
      const { route, work } = found
      const actor = await actorOf(route, event)
      const path = decodePathParameters(event)
      const body = route.body ? readBody(event, (name) => header(event, name), route.encoding ?? 'json') : undefined
      const query = queryOf(event)
      refuseUnstorable(path, 'path')
      refuseUnstorable(query, 'query')
      refuseUnstorable(body, 'body')
      const request = {
        params: route.params ? parseOrRefuse(route.params, path, 'path') : undefined,
        query: route.query ? parseOrRefuse(route.query, query, 'query') : undefined,
        headers: route.headers ? parseOrRefuse(route.headers, lowerCaseHeaders(event), 'headers') : undefined,
        body: route.body ? parseOrRefuse(route.body, body, 'body') : undefined,
        actor,
        language: languageOf(event),
        clientAddress: () => clientAddressOf(event),
      } as HttpRequest<Route>
      return successAnswer(route, event, await work(request), context)
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status >= 500)
        logger.error('request failed', { path: event.resource, error: (problem.cause ?? problem) as Error })
      return problemAnswer(problem, languageOf(event), context)
    } finally {
      await nudgeRelay.send()
    }
  }

  return middleware(async (event: APIGatewayProxyEvent, _lambda: Context) => {
    const context = contextFrom(header(event, 'x-correlation-id'), header(event, 'traceparent'))
    logger.appendKeys({ correlationId: context.correlationId })
    return withContext(context, () => answer(event, context))
  })
}
