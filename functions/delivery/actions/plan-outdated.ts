/** Somebody changed a trip or a delivery since they were read. */
export class PlanOutdated extends Error {}

export const requireSwap = (done: boolean): void => {
  if (!done) throw new PlanOutdated()
}
