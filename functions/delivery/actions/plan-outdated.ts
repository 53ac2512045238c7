/** Somebody changed a trip or a delivery since they were read. */
export class PlanOutdated extends Error {}

export const requireSwap = (done: boolean): void => {
  if (!done) throw new PlanOutdated()
}

/** A delivery got another trip between two looks; the transaction runs again, as after a serialization failure. */
export class PlanMoved extends Error {
  readonly code = '40001'

  constructor() {
    super('the delivery changed trips')
  }
}
