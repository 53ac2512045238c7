import type { Method, ResourceNode, RestApi } from './model.ts'

/** Where a request goes, as far as it is known: a refusal may come before it is routed or authorized. */
export type Place = {
  api: RestApi
  accountId: string
  region: string
  node?: ResourceNode
  method?: Method
  pathParameters?: Record<string, string>
  authorizer?: AuthorizerContext
  apiKey?: { id: string; value: string }
}

/** Where a request has been routed to. */
export type Routed = Place & Required<Pick<Place, 'node' | 'method' | 'pathParameters'>>

export type AuthorizerContext = Record<string, string | number | boolean>
