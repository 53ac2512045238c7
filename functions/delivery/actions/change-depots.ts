import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { etagOfRevision, requireRevision } from '@korob/platform/preconditions'
import type { Coordinates, Localized } from '@korob/platform/schema'
import { type DepotRow, insertDepot, lockDepot, readCouriersOf, selectDepots, updateDepot } from '../store/fleet.ts'
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

/** @throws Problem already_exists */
export const addDepot = async (
  { id, name, location }: Depot & { id: string },
  operatorId: string,
): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    if (!(await insertDepot(tx, id, { name, ...location }))) throw new Problem('already_exists')
    await recordAction(tx, { operatorId, action: 'depot.add', target: target(id), after: { name, location } })
  })
  return answerOf(201, { id, name, ...location, revision: 1 })
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
    const before = await lockDepot(tx, depotId)
    if (!before) throw new Problem('not_found')
    requireRevision(revision, before.revision)
    await updateDepot(tx, depotId, { name, ...location })
    await recordAction(tx, {
      operatorId,
      action: 'depot.change',
      target: target(depotId),
      before: { name: before.name, location: { lat: before.lat, lon: before.lon } },
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
