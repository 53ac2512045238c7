import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { handler } from '../../../functions/catalog/handlers/operator.ts'
import { operatorRoutes } from '../../../functions/catalog/operator/routes.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { type Served, served } from '../../support/served.ts'

const patterns = Object.values(operatorRoutes).map(({ method, path }) => ({
  method: method as string,
  resource: path as string,
  pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

const eventOf = async (request: IncomingMessage): Promise<APIGatewayProxyEvent | undefined> => {
  const url = new URL(request.url ?? '', 'http://shop')
  const route = patterns.find(({ method, pattern }) => method === request.method && pattern.test(url.pathname))
  if (!route) return undefined
  return {
    httpMethod: request.method,
    resource: route.resource,
    path: url.pathname,
    headers: request.headers,
    multiValueQueryStringParameters: Object.fromEntries(
      [...url.searchParams.keys()].map((key) => [key, url.searchParams.getAll(key)]),
    ),
    pathParameters: { ...route.pattern.exec(url.pathname)?.groups },
    body: (await text(request)) || null,
    isBase64Encoded: false,
    requestContext: {},
  } as unknown as APIGatewayProxyEvent
}

/** Operators' endpoints of the catalogue at an address of their own, for commands that know only an address. */
export const operatorServer = async (): Promise<Served> => {
  const server = createServer(async (request, response) => {
    const event = await eventOf(request)
    if (!event) {
      response.writeHead(404).end()
      return
    }
    const { statusCode, headers, body } = await handler(event, lambdaContext())
    response.writeHead(statusCode, headers as Record<string, string>).end(body)
  })
  return served(server)
}
