/** Where a delivery is, and what each step makes of it. A step that leads to the same status was done before. */
export const transitions = {
  unassigned: { assign: 'assigned', replan: 'unassigned', deliverLate: 'delivered', cancel: 'cancelled' },
  assigned: {
    handOver: 'handed_over',
    depart: 'departed',
    replan: 'unassigned',
    deliverLate: 'delivered',
    cancel: 'cancelled',
  },
  handed_over: { handOver: 'handed_over', depart: 'departed', takeBack: 'unassigned', cancel: 'cancelled' },
  departed: {
    handOver: 'departed',
    depart: 'departed',
    deliver: 'delivered',
    fail: 'failed',
    takeBack: 'unassigned',
    cancel: 'cancelled',
  },
  delivered: { handOver: 'delivered', depart: 'delivered', deliver: 'delivered' },
  failed: { fail: 'failed', replan: 'unassigned', cancel: 'cancelled' },
  cancelled: { cancel: 'cancelled' },
} as const satisfies Record<string, Partial<Record<Step, string>>>

export type DeliveryStatus = keyof typeof transitions
export type Step =
  | 'assign'
  | 'handOver'
  | 'depart'
  | 'deliver'
  | 'fail'
  | 'replan'
  /** An operator says that the parcel is back though its courier never said so. */
  | 'takeBack'
  /** A courier tells of a parcel that was planned anew meanwhile: they had delivered it before that. */
  | 'deliverLate'
  | 'cancel'

export const deliveryStatuses = Object.keys(transitions) as [DeliveryStatus, ...DeliveryStatus[]]

/** The status after a step; undefined if the step is not possible. */
export const afterStep = (status: DeliveryStatus, step: Step): DeliveryStatus | undefined =>
  (transitions[status] as Partial<Record<Step, DeliveryStatus>>)[step]

/** The parcel is with a courier or with its shopper: the order can't be changed any more, nor called off. */
export const isOut = (status: DeliveryStatus): boolean =>
  status === 'handed_over' || status === 'departed' || status === 'delivered'
