import { createContext, useContext } from 'react'
import type {
  CourierDay,
  Language,
  OrderView,
  PlacedOrder,
  Product,
  Quote,
  QuoteRequest,
  SearchPage,
  SearchQuery,
  Slots,
  Suggestions,
  Tracking,
} from './answers.ts'
import { type ClientOptions, createClient } from './client.ts'

/** The function's own limit is 15 s, the gateway's 29 s. */
const placeOrderTimeoutMs = 20_000

const segment = encodeURIComponent
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** The shop's endpoints. */
export const createApi = (options: ClientOptions) => {
  const { request, poll } = createClient(options)
  return {
    search: (query: SearchQuery, signal?: AbortSignal) => request<SearchPage>({ path: '/search', query, signal }),
    suggest: (query: { q: string; lang: Language; limit?: number }, signal?: AbortSignal) =>
      request<Suggestions>({ path: '/suggest', query, signal }),
    product: (slug: string, signal?: AbortSignal) => request<Product>({ path: `/products/${segment(slug)}`, signal }),
    quote: (body: QuoteRequest, signal?: AbortSignal) =>
      request<Quote>({ method: 'POST', path: '/quotes', json: JSON.stringify(body), signal }),
    slots: (signal?: AbortSignal) => poll<Slots>({ path: '/delivery/slots', signal }),
    placeOrder: (key: string, json: string, signal?: AbortSignal) =>
      request<PlacedOrder>({
        method: 'POST',
        path: '/orders',
        json,
        headers: { 'idempotency-key': key },
        timeoutMs: placeOrderTimeoutMs,
        signal,
      }),
    order: (orderId: string, token: string, signal?: AbortSignal) =>
      poll<OrderView>({ path: `/orders/${segment(orderId)}`, headers: { 'x-order-token': token }, signal }),
    tracking: (token: string, signal?: AbortSignal) => poll<Tracking>({ path: `/tracking/${segment(token)}`, signal }),
    courierDay: (token: string, signal?: AbortSignal) =>
      poll<CourierDay>({ path: '/courier/route', headers: bearer(token), signal }),
    depart: (token: string, routeId: string) =>
      request<unknown>({
        method: 'POST',
        path: `/courier/routes/${segment(routeId)}/departed`,
        headers: bearer(token),
      }),
    stopStep: (token: string, stopId: string, step: 'handed-over' | 'delivered') =>
      request<unknown>({ method: 'POST', path: `/courier/stops/${segment(stopId)}/${step}`, headers: bearer(token) }),
  }
}

export type Api = ReturnType<typeof createApi>

const ApiContext = createContext<Api | undefined>(undefined)
export const ApiProvider = ApiContext.Provider

export const useApi = (): Api => {
  const api = useContext(ApiContext)
  if (!api) throw new Error('there is no ApiProvider around this')
  return api
}
