import { createServer } from 'node:http'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { lambdaContext } from '../../support/lambda-context.ts'
import { type Served, served } from '../../support/served.ts'

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>

const resource = '/api/notifications/receipts/{messageId}'

const eventOf = (method: string, path: string, headers: Record<string, string>, body: string): APIGatewayProxyEvent =>
  ({
    httpMethod: method,
    path,
    resource,
    headers,
    pathParameters: { messageId: path.slice(path.lastIndexOf('/') + 1) },
    multiValueQueryStringParameters: null,
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body,
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEvent

/** The receipts endpoint over HTTP, as the gateway reaches it through the shop's address. */
export const startApi = async (handler: Handler): Promise<Served> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const headers = request.headers as Record<string, string>
      const answer = await handler(eventOf(request.method ?? '', request.url ?? '', headers, body), lambdaContext())
      response.writeHead(answer.statusCode, answer.headers as Record<string, string>).end(answer.body)
    })
  })
  return served(server)
}
