import { handler } from '../../../functions/delivery/handlers/shop.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import type { Look, Seen } from './tracker-process.ts'

// The tracking endpoint in a process of its own, as each of Lambda's environments is one.
process.on('message', async ({ token, etag }: Look) => {
  const event = {
    httpMethod: 'GET',
    resource: '/api/tracking/{token}',
    headers: etag ? { 'If-None-Match': etag } : {},
    pathParameters: { token },
    multiValueQueryStringParameters: null,
    body: null,
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
  }
  const { statusCode, headers, body } = await handler(event as never, lambdaContext())
  process.send?.({ status: statusCode, etag: headers?.etag, body } satisfies Record<keyof Seen, unknown>)
})
