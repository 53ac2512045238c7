import { recordAction } from '@korob/platform/audit-log'
import { type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { etagOfRevision, requireRevision } from '@korob/platform/preconditions'
import type { Coordinates, Localized } from '@korob/platform/schema'
import {
  countTripsUnderWay,
  type DepotRow,
  giveUpDepot,
  insertDepot,
  lockDepot,
  readCouriersOf,
  selectDepots,
  updateDepot,
} from '../store/fleet.ts'
import { changeFleetVersion } from '../store/plans.ts'
import { assignReleased, planUntilDone } from './change-duty.ts'
import { fitTrips } from './change-fleet.ts'

export interface Depot {
  name: Localized
  location: Coordinates
}

const viewOf = ({ id, name, lat, lon, revision }: DepotRow) => ({ id, name, location: { lat, lon }, revision })

const answerOf = (status: number, row: DepotRow): HttpAnswer =>
  new HttpAnswer(status, viewOf(row), { etag: etagOfRevision(row.revision) })

export const listDepots = async () => ({ depots: (await selectDepots()).map(viewOf) })

const target = (id: string) => ({ type: 'depot', id })

const lockAt = async (tx: Transaction, depotId: string, revision: number): Promise<Depot> => {
  const before = await lockDepot(tx, depotId)
  if (!before) throw new Problem('not_found')
  requireRevision(revision, before.revision)
  return { name: before.name, location: { lat: before.lat, lon: before.lon } }
}

/** @throws Problem already_exists */
export const addDepot = async (
  { id, name, location }: Depot & { id: string },
  operatorId: string,
): Promise<HttpAnswer> => {
  const { revision } = await transaction(async (tx) => {
    await changeFleetVersion(tx)
    const added = await insertDepot(tx, id, { name, ...location })
    if (!added) throw new Problem('already_exists')
    await recordAction(tx, { operatorId, action: 'depot.add', target: target(id), after: { name, location } })
    return added
  })
  return answerOf(201, { id, name, ...location, revision })
}

/**
 * Another name or place. Trips that begin there are fitted to it: what no longer fits goes to others at once.
 * @throws Problem not_found, precondition_failed
 */
export const changeDepot = async (
  depotId: string,
  revision: number,
  { name, location }: Depot,
  operatorId: string,
  now = new Date(),
): Promise<HttpAnswer> => {
  const released = await planUntilDone(async (tx) => {
    await changeFleetVersion(tx)
    const before = await lockAt(tx, depotId, revision)
    await updateDepot(tx, depotId, { name, ...location })
    await recordAction(tx, {
      operatorId,
      action: 'depot.change',
      target: target(depotId),
      before: { ...before },
      after: { name, location },
    })
    const couriers = await readCouriersOf(tx, depotId)
    return fitTrips(
      tx,
      couriers.map(({ id }) => id),
      operatorId,
      now,
    )
  })
  await assignReleased(released, now)
  return answerOf(200, { id: depotId, name, ...location, revision: revision + 1 })
}

/**
 * No trip begins there any more.
 * @throws Problem not_found, precondition_failed; in_use with the couriers and the trips on the road that need it
 */
export const removeDepot = async (depotId: string, revision: number, operatorId: string): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    await changeFleetVersion(tx)
    const before = await lockAt(tx, depotId, revision)
    const couriers = await readCouriersOf(tx, depotId)
    const tripsUnderWay = await countTripsUnderWay(tx, depotId)
    if (couriers.length > 0 || tripsUnderWay > 0) throw new Problem('in_use', { details: { couriers, tripsUnderWay } })
    await giveUpDepot(tx, depotId)
    await recordAction(tx, { operatorId, action: 'depot.remove', target: target(depotId), before: { ...before } })
  })
  return new HttpAnswer(204)
}
