/** Where a delivery is, and what each step makes of it. A step that leads to the same status was done before. */
export const transitions = {
  unassigned: { assign: 'assigned', cancel: 'cancelled' },
  assigned: { handOver: 'handed_over', depart: 'departed', cancel: 'cancelled' },
  handed_over: { handOver: 'handed_over', depart: 'departed', cancel: 'cancelled' },
  departed: { handOver: 'departed', depart: 'departed', deliver: 'delivered', cancel: 'cancelled' },
  delivered: { handOver: 'delivered', depart: 'delivered', deliver: 'delivered' },
  cancelled: { cancel: 'cancelled' },
} as const satisfies Record<string, Partial<Record<'assign' | 'handOver' | 'depart' | 'deliver' | 'cancel', string>>>

export type DeliveryStatus = keyof typeof transitions
export type Step = 'assign' | 'handOver' | 'depart' | 'deliver' | 'cancel'

export const deliveryStatuses = Object.keys(transitions) as [DeliveryStatus, ...DeliveryStatus[]]

/** The status after a step; undefined if the step is not possible. */
export const afterStep = (status: DeliveryStatus, step: Step): DeliveryStatus | undefined =>
  (transitions[status] as Partial<Record<Step, DeliveryStatus>>)[step]
