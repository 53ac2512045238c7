import type { Route } from '@korob/platform/routes'
import { type Actor, signAccessToken } from '@korob/platform/tokens'
import { signTrackingToken, trackingLifetimeMs } from '@korob/platform/tracking-token'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { expect } from 'vitest'
import { handler as courier } from '../../../functions/delivery/handlers/courier.ts'
import { handler as dispatcher } from '../../../functions/delivery/handlers/dispatcher.ts'
import { handler as manager } from '../../../functions/delivery/handlers/manager.ts'
import { handler as offers } from '../../../functions/delivery/handlers/offers.ts'
import { handler as operator } from '../../../functions/delivery/handlers/operator.ts'
import { handler as shop } from '../../../functions/delivery/handlers/shop.ts'
import { handler as supervisor } from '../../../functions/delivery/handlers/supervisor.ts'
import { routes } from '../../../functions/delivery/routes.ts'
import { lambdaContext } from '../../support/lambda-context.ts'

export const courierToken = (id: string) => signAccessToken({ role: 'courier', id })
export const tokenOf = (actor: Extract<Actor, { id: string }>) => signAccessToken(actor)

interface HttpOptions {
  token?: string
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
}
const routeOf = (method: string, resource: string): Route | undefined =>
  Object.values(routes).find((one) => one.method === method && one.path === resource)

/** Every answer is as its route says, to the last member. */
const keepPromise = (method: string, resource: string, body: unknown) => {
  expect(routeOf(method, resource)?.answers[200]?.schema?.parse(body)).toEqual(body)
}

const request =
  (handler: typeof shop) =>
  async (method: string, resource: string, { token, params, query, headers, body: sent }: HttpOptions = {}) => {
    const event = {
      httpMethod: method,
      resource,
      path: resource,
      headers: {
        ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      pathParameters: params ?? null,
      multiValueQueryStringParameters: query
        ? Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value]]))
        : null,
      body: sent === undefined ? null : JSON.stringify(sent),
      isBase64Encoded: false,
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
    } as unknown as APIGatewayProxyEvent
    const answer = await handler(event, lambdaContext())
    const body = answer.body === '' ? undefined : JSON.parse(answer.body)
    if (answer.statusCode === 200) keepPromise(method, resource, body)
    return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body }
  }

export const shopHttp = request(shop)
/** What a tracking link lets one answer. */
export const offersHttp = request(offers)
export const courierHttp = request(courier)

const ofOperators = { operator, manager, dispatcher, supervisor }

/** As the API does: by the function that serves the route. */
export const operatorHttp = (method: string, resource: string, options: HttpOptions = {}) => {
  const audience = routeOf(method, resource)?.audience as keyof typeof ofOperators
  return request(ofOperators[audience] ?? operator)(method, resource, options)
}

export const track = async (orderId: string, headers?: Record<string, string>) =>
  shopHttp('GET', '/api/tracking/{token}', {
    params: { token: await signTrackingToken(orderId, new Date(Date.now() + trackingLifetimeMs)) },
    headers,
  })
