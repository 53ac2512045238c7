import { createServer } from 'node:http'
import type { Route } from '@korob/platform/routes'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { routes } from '../../../functions/notifications/routes.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { type Served, served } from '../../support/served.ts'

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>

interface Match {
  route: Route
  params: Record<string, string>
}

const matchOf = (path: string): Match | undefined => {
  for (const route of Object.values<Route>(routes)) {
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const found = pattern.exec(path)
    if (found) return { route, params: { ...found.groups } }
  }
  return undefined
}

const eventOf = (
  method: string,
  url: URL,
  { route, params }: Match,
  headers: Record<string, string>,
  body: string,
): APIGatewayProxyEvent =>
  ({
    httpMethod: method,
    path: url.pathname,
    resource: route.path,
    headers,
    pathParameters: params,
    multiValueQueryStringParameters: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, [value]])),
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body,
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEvent

/** The service's endpoints over HTTP, as the gateway and operators reach them through the shop's address. */
export const startApi = async (handlers: Partial<Record<Route['audience'], Handler>>): Promise<Served> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://shop')
      const match = matchOf(url.pathname)
      const handler = match && handlers[match.route.audience]
      if (!handler) return void response.writeHead(404).end()
      const body = Buffer.concat(chunks).toString('utf8')
      const event = eventOf(request.method ?? '', url, match, request.headers as Record<string, string>, body)
      const answer = await handler(event, lambdaContext())
      response.writeHead(answer.statusCode, answer.headers as Record<string, string>).end(answer.body)
    })
  })
  return served(server)
}
