import { address, locatedAddress } from '@korob/platform/address'
import { defineEvent } from '@korob/platform/events'
import { defineOperation } from '@korob/platform/operation'
import {
  coordinates,
  currency,
  e164,
  instant,
  language,
  localized,
  minorUnits,
  timeZone,
  uuid,
  z,
} from '@korob/platform/schema'

export const slotId = z.string().min(1).max(64).describe('An id from listDeliverySlots')

/** What a `slot_taken` tells. */
export const slotTaken = z.object({ reason: z.enum(['full', 'closed', 'unknown', 'too_heavy']) })

export const slot = z.object({ id: slotId, start: instant, end: instant })

const weightStep = z
  .object({ fromGrams: z.int().min(1).max(1_000_000_000), extraMinor: minorUnits.min(1) })
  .meta({ id: 'WeightStep', description: 'Orders of this weight and more cost so much more to deliver' })

/** Steps as an operator may set them: heavier never costs less. */
export const weightSteps = z
  .array(weightStep)
  .max(20)
  .refine(
    (steps) =>
      steps.every((step, index) => {
        const before = steps[index - 1]
        return !before || (step.fromGrams > before.fromGrams && step.extraMinor > before.extraMinor)
      }),
    'weights and amounts must rise from step to step',
  )

export const feeRule = z
  .object({
    feeMinor: minorUnits,
    freeFromMinor: minorUnits.nullable(),
    // Absent from rules that were told before there were steps.
    weightSteps: z.array(weightStep).default([]),
  })
  .meta({
    id: 'FeeRule',
    description:
      'What delivery costs: `feeMinor`, waived for goods of `freeFromMinor` and more (null: never), and what the last weight step reached adds, which is never waived',
  })
export type FeeRule = z.output<typeof feeRule>

/** More than any vehicle carries, grams: what an order may weigh while delivery can't be asked about its vehicles. */
export const maxLoadGrams = 40_000_000

/** What is delivered: its price in minor units and its weight. */
export interface Load {
  itemsMinor: number
  weightGrams: number
}

/** What a shopper pays for delivery, minor units; `extraMinor` is the part that is due to the weight. */
export const deliveryFee = (
  { feeMinor, freeFromMinor, weightSteps }: FeeRule,
  { itemsMinor, weightGrams }: Load,
): { feeMinor: number; extraMinor: number } => {
  const extraMinor = weightSteps.findLast(({ fromGrams }) => weightGrams >= fromGrams)?.extraMinor ?? 0
  const baseMinor = freeFromMinor !== null && itemsMinor >= freeFromMinor ? 0 : feeMinor
  return { feeMinor: baseMinor + extraMinor, extraMinor }
}

const holdKey = z.object({ orderId: uuid, attempt: z.int().min(1) })

export const hold = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'hold',
  description:
    'Keeps a place in a slot for 15 minutes under (orderId, attempt); again with the same key, extends it. Refuses slot_taken (details.reason: full | closed | unknown), out_of_zone, invalid_request for a street or house that is not on the map, and wrong_state after a release of this attempt.',
  input: holdKey.extend({ address, slotId }),
  output: z.object({
    slot,
    address: locatedAddress,
    expiresAt: instant,
    fee: feeRule,
    /** What the largest vehicle of that day carries: the whole order must fit. Its weight is known only when its goods are reserved. */
    maxWeightGrams: z.int().min(0),
  }),
  refusals: ['slot_taken', 'out_of_zone', 'invalid_request', 'wrong_state'],
  timeoutMs: 4_000,
})

export const release = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'release',
  description:
    'Gives a held place back and leaves a tombstone, so that a hold of this attempt that comes later is refused.',
  input: holdKey,
  output: z.object({ released: z.boolean() }),
  refusals: [],
  timeoutMs: 4_000,
})

/** A slot as it can be had now. */
export const offeredSlot = slot.extend({
  free: z.boolean(),
  /** What the largest vehicle of its day carries. */
  maxWeightGrams: z.int().min(0),
})

export const quoteFee = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'quote-fee',
  description:
    'What delivery costs to this address, if given (refuses out_of_zone, and invalid_request for one that is not on the map), else to the nearest zone; with the slots of the days ahead, if asked for.',
  input: z.object({ address: address.optional(), withSlots: z.boolean().optional() }),
  output: z.object({
    fee: feeRule,
    currency,
    slots: z.array(offeredSlot).optional(),
    /** The shop's, by its IANA name: slots are told in it. */
    timeZone: z.string().optional(),
  }),
  refusals: ['out_of_zone', 'invalid_request'],
  timeoutMs: 4_000,
})

export const listFees = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'list-fees',
  description:
    'The cities delivery goes to, by every name they are known by, with the fee of the zone nearest to the depot: what to go by while delivery cannot be asked about an address.',
  input: z.object({}),
  output: z.object({ cities: z.array(z.object({ names: z.array(z.string()), fee: feeRule })) }),
  refusals: [],
  timeoutMs: 4_000,
})

export const findCourier = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'find-courier',
  description: 'A courier of the fleet. Refuses not_found.',
  input: z.object({ courierId: uuid }),
  output: z.object({ courierId: uuid, firstName: z.string() }),
  refusals: ['not_found'],
  timeoutMs: 4_000,
})

export const recall = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'recall',
  description:
    'The order is about to be cancelled: from here on no courier takes it, and a confirmation of it that comes later starts nothing. Refuses wrong_state (details.deliveryStatus) once the parcel is with a courier or its shopper. Again, it answers the same.',
  input: z.object({ orderId: uuid }),
  output: z.object({
    /** The goods have been on the road: they are not in the shop until somebody says so. */
    goodsOut: z.boolean(),
  }),
  refusals: ['wrong_state'],
  timeoutMs: 4_000,
})

export const amend = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'amend',
  description:
    'Some of an order is about to be cancelled: what is left to bring, and to ask for at the door. Refuses wrong_state (details.deliveryStatus) once the parcel is packed for a courier, in_progress while the order has not come here yet. Older contentVersions change nothing, and a changeId that is in effect is answered as before, however far the parcel has come since.',
  input: z.object({
    orderId: uuid,
    /** The version of the order that this is of. */
    contentVersion: z.int().min(1),
    /** The same whenever this change is asked for again. */
    changeId: uuid.optional(),
    items: z.array(z.object({ name: localized, quantity: z.int().min(1) })).min(1),
    weightGrams: z.int().min(0),
    totalMinor: minorUnits,
  }),
  output: z.object({}),
  refusals: ['wrong_state', 'in_progress'],
  timeoutMs: 4_000,
})

export const reschedule = defineOperation({
  service: 'delivery',
  function: 'operations',
  name: 'reschedule',
  description:
    'Another slot for an order that is not on the road: the given one, else the next with a free place. A failed delivery is tried again by it, however often it failed. Refuses slot_taken, wrong_state (details.deliveryStatus), and in_progress while the order has not come here yet.',
  input: z.object({ orderId: uuid, slotId: slotId.optional(), operatorId: z.string().min(1).max(64) }),
  output: z.object({ slot }),
  refusals: ['slot_taken', 'wrong_state', 'in_progress'],
  timeoutMs: 6_000,
})

const deliveryFacts = z.object({
  orderId: uuid,
  deliveryId: uuid,
  orderNumber: z.string(),
  /** Whom to tell: services that listen know no orders. */
  recipient: z.object({ name: z.string(), phone: e164 }),
  language,
  courier: z.object({ id: uuid, firstName: z.string() }),
  /** The promised window. */
  window: z.object({ start: instant, end: instant }),
  /** The shop's time zone, for texts. */
  timeZone,
  trackingUrl: z.url(),
})

const deliveryEvent = <const Type extends string>(type: Type, description: string) =>
  defineEvent({ type, source: 'delivery', carriers: ['rabbitmq'], dataversion: 1, description, data: deliveryFacts })

/** The window is not the one that was asked for: until its shopper says otherwise by the link, it is brought then. */
const isOffered = z.boolean().optional()

export const courierAssigned = defineEvent({
  type: 'delivery.courier_assigned',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'It is known which courier brings the order, and when.',
  data: deliveryFacts.extend({
    eta: instant,
    location: coordinates,
    /** The one it is in now; it may have been moved since the order. Absent from events of before it was told. */
    slot: slot.optional(),
    isOffered,
  }),
})
/** With the slot, for who hears this before that a courier was found. */
const newPlan = deliveryFacts.extend({ eta: instant, slot, isOffered })
export const courierChanged = defineEvent({
  type: 'delivery.courier_changed',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'Another courier brings the order, at about the time that was told.',
  data: newPlan,
})
export const rescheduled = defineEvent({
  type: 'delivery.rescheduled',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description:
    'The order comes at another time than was told, by more than 15 minutes, within the promised window; perhaps with another courier.',
  data: newPlan,
})
export const unassigned = defineEvent({
  type: 'delivery.unassigned',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'No courier brings the order at the time that was told: it is planned anew, and told when it is.',
  data: z.object({
    orderId: uuid,
    deliveryId: uuid,
    /** It had left with a courier, whose trip was ended for them, and is at the depot again. No attempt was made. */
    parcelIsBack: z.boolean().optional(),
  }),
})
export const handedOver = deliveryEvent('delivery.handed_over', 'The order was handed to the courier.')
export const departed = defineEvent({
  type: 'delivery.departed',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'The courier has set off with the order. What leaves with the courier has been handed over.',
  data: deliveryFacts.extend({
    eta: instant,
    /** Doors the courier visits before; 0: comes here first, which no `delivery.arriving` says again. */
    stopsBefore: z.int().min(0).optional(),
  }),
})
export const arriving = defineEvent({
  type: 'delivery.arriving',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'The courier has left the door before and comes here next. Once a trip.',
  data: deliveryFacts.extend({ eta: instant }),
})
export const delivered = defineEvent({
  type: 'delivery.delivered',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'The shopper has the order.',
  data: deliveryFacts.extend({
    deliveredAt: instant,
    /** It was told after the parcel had been planned anew: what was told since then never happened. */
    late: z.boolean().optional(),
  }),
})
export const deliveryLost = defineEvent({
  type: 'delivery.lost',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description:
    'The parcel was lost on the road: nobody brings the order any more, and its goods do not come back. Its shopper hears so by `order.cancelled`.',
  data: z.object({ orderId: uuid, deliveryId: uuid, orderNumber: z.string(), lostAt: instant }),
})

export const failureReasons = ['nobody_home', 'wrong_address', 'refused', 'damaged', 'other'] as const
export const failureReason = z
  .enum(failureReasons)
  .meta({ id: 'FailureReason', description: 'Why a courier came in vain' })
export type FailureReason = z.infer<typeof failureReason>

export const deliveryFailed = defineEvent({
  type: 'delivery.failed',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'The courier came in vain; the goods return with the courier.',
  data: deliveryFacts.extend({
    reason: failureReason,
    failedAt: instant,
    /** Counts from 1. */
    attempt: z.int().min(1),
    /** False: an operator decides what becomes of the order, or it is called off once the goods are back. */
    triedAgain: z.boolean(),
  }),
})

export const deliveryCancelled = defineEvent({
  type: 'delivery.cancelled',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description: 'Nobody brings the order: it was called off. For its shopper, `order.cancelled` says so.',
  data: z.object({
    orderId: uuid,
    deliveryId: uuid,
    orderNumber: z.string(),
    /** Null: there was none yet. */
    courierId: uuid.nullable(),
    /** The parcel is with the courier, and comes back to the depot. */
    parcelReturns: z.boolean(),
    cancelledAt: instant,
  }),
})
export const deliveryDeclined = defineEvent({
  type: 'delivery.declined',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description:
    'The window that was asked for could not be kept, and the shopper wants none of the others: nobody brings the order any more. Its shopper hears so by `order.cancelled`.',
  data: z.object({ orderId: uuid, deliveryId: uuid, orderNumber: z.string(), declinedAt: instant }),
})
export const deliveryReturned = defineEvent({
  type: 'delivery.returned',
  source: 'delivery',
  carriers: ['rabbitmq'],
  dataversion: 1,
  description:
    'The courier came in vain for the last time and the goods are back at the depot: nobody brings the order any more. Its shopper hears so by `order.cancelled`.',
  data: z.object({
    orderId: uuid,
    deliveryId: uuid,
    orderNumber: z.string(),
    /** Of the last time. */
    reason: failureReason,
    /** How often a courier came. */
    attempts: z.int().min(1),
    returnedAt: instant,
  }),
})

/** What a `wrong_state` tells of what is no longer possible, or not yet: one shape for all of the API. */
export const wrongStateDetails = {
  schema: z.object({
    orderStatus: z.string().optional().describe('Of the order'),
    deliveryStatus: z.string().optional().describe('Of its delivery, which knows whether the parcel has left'),
    paymentState: z.string().optional().describe('Of its payment'),
    planVersion: z.int().optional().describe('Of the trip now: it was planned anew since it was shown'),
  }),
  example: { deliveryStatus: 'cancelled' },
} as const
