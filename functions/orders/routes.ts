import { address, locatedAddress } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { currency, instant, minorUnits, uuid, z } from '@korob/platform/schema'
import { cancelReason, orderItem, orderSlot, orderStatus, paymentMethod } from './contract.ts'

const orderView = z.object({
  orderId: uuid,
  number: z.string(),
  status: orderStatus,
  cancelReason: cancelReason.optional(),
  placedAt: instant,
  items: z.array(orderItem.omit({ weightGrams: true }).extend({ lineMinor: minorUnits })),
  itemsMinor: minorUnits,
  deliveryFeeMinor: minorUnits,
  totalMinor: minorUnits,
  currency,
  paymentMethod,
  /** The phone is masked. */
  contact: z.object({ name: z.string(), phone: z.string() }),
  address: z.union([locatedAddress, address]),
  slot: orderSlot,
  comment: z.string().optional(),
  delivery: z
    .object({
      courier: z.object({ firstName: z.string() }),
      window: z.object({ start: instant, end: instant }).optional(),
      eta: instant.optional(),
      deliveredAt: instant.optional(),
    })
    .optional(),
  history: z.array(z.object({ status: orderStatus, at: instant, reason: z.string().optional() })),
})
export type OrderView = z.infer<typeof orderView>

export const routes = defineRoutes({
  readOrder: {
    method: 'GET',
    path: '/api/orders/{orderId}',
    access: 'optional',
    audience: 'shop',
    summary:
      'An order: its state, lines, totals, delivery and history. For its account, or with the token of its link.',
    params: z.object({ orderId: uuid }),
    headers: z.object({ 'x-order-token': z.string().max(128).optional() }),
    answers: { 200: { description: 'The order', schema: orderView } },
    errors: ['not_found'],
    etag: true,
  },
})
