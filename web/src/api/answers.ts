import type { z } from '@korob/platform/schema'
import type { routes as backend } from '../../../functions/backend/routes.ts'
import type { routes as catalog } from '../../../functions/catalog/routes.ts'
import type { routes as delivery } from '../../../functions/delivery/routes.ts'
import type { routes as orders } from '../../../functions/orders/routes.ts'

/** The wire types of the services' own routes. Types only: none of their code reaches the page. */

type Sent<R extends { body: z.ZodType }> = z.input<R['body']>
type Asked<R extends { query: z.ZodType }> = z.input<R['query']>
type Answer<
  R extends { answers: Record<number, { schema: z.ZodType }> },
  Status extends keyof R['answers'] = 200,
> = z.output<R['answers'][Status] extends { schema: infer Schema extends z.ZodType } ? Schema : never>

export type SearchQuery = Asked<typeof catalog.search>
export type SearchPage = Answer<typeof catalog.search>
export type Hit = SearchPage['items'][number]
export type Facets = SearchPage['facets']
export type Availability = Hit['availability']
export type Product = Answer<typeof catalog.product>
export type ProductAttribute = Product['attributes'][number]

export type QuoteRequest = Sent<typeof backend.quote>
export type Quote = Answer<typeof backend.quote>
export type QuoteLine = Quote['items'][number]
export type CheckoutRequest = Sent<typeof backend.placeOrder>
export type PlacedOrder = Answer<typeof backend.placeOrder, 201>

export type OrderView = Answer<typeof orders.readOrder>
export type OrderStatus = OrderView['status']

export type Slots = Answer<typeof delivery.slots>
export type Slot = Slots['slots'][number]
export type Tracking = Answer<typeof delivery.tracking>
export type TrackingStatus = Tracking['status']
export type CourierDay = Answer<typeof delivery.courierRoute>
export type CourierRoute = NonNullable<CourierDay['route']>
export type CourierStop = CourierRoute['stops'][number]
