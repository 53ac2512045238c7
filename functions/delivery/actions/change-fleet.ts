import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import { etagOfRevision, requireRevision } from '@korob/platform/preconditions'
import { localDate } from '../domain/local-time.ts'
import { lockCourier } from '../store/dispatch.ts'
import {
  type CourierRow,
  type CourierSettings,
  insertCourier,
  keepDepot,
  readPlannedDays,
  replaceWeek,
  retireCourier,
  selectCourier,
  updateCourier,
} from '../store/fleet.ts'
import { changeFleetVersion } from '../store/plans.ts'
import { assignReleased, planUntilDone } from './change-duty.ts'
import { shopTimeZone } from './delivery-events.ts'
import { fitTrip } from './fit-trip.ts'

const answerOf = (status: number, courier: CourierRow): HttpAnswer =>
  new HttpAnswer(status, courier, { etag: etagOfRevision(courier.revision) })

/** @throws Problem not_found */
export const showCourier = async (courierId: string): Promise<HttpAnswer> => {
  const courier = await selectCourier(database, courierId)
  if (!courier) throw new Problem('not_found')
  return answerOf(200, courier)
}

const requireDepot = async (tx: Transaction, { depotId }: CourierSettings): Promise<void> => {
  if (!(await keepDepot(tx, depotId))) throw invalidField('depotId', 'is not a depot')
}

const target = (id: string) => ({ type: 'courier', id })

/** Somebody joins the fleet. @throws Problem invalid_request for a depot that isn't there */
export const addCourier = async (settings: CourierSettings, operatorId: string): Promise<HttpAnswer> => {
  const id = newId()
  const courier = await planUntilDone(async (tx) => {
    await changeFleetVersion(tx)
    await requireDepot(tx, settings)
    await insertCourier(tx, id, settings)
    await replaceWeek(tx, id, settings.week)
    await recordAction(tx, { operatorId, action: 'courier.add', target: target(id), after: { ...settings } })
    return selectCourier(tx, id)
  })
  if (!courier) throw new Error('the courier vanished from their own transaction')
  return answerOf(201, courier)
}

/** The days ahead for which trips of these couriers are planned are fitted to what is so in this transaction. Answers who has no courier now. */
export const fitTrips = async (
  tx: Transaction,
  courierIds: readonly string[],
  operatorId: string,
  now: Date,
): Promise<string[]> => {
  const released: string[] = []
  for (const { courierId, serviceDate } of await readPlannedDays(tx, courierIds, localDate(now, shopTimeZone())))
    released.push(...(await fitTrip(tx, courierId, serviceDate, { role: 'operator', id: operatorId }, now)).released)
  return released
}

const change = async (
  courierId: string,
  revision: number,
  operatorId: string,
  now: Date,
  write: (tx: Transaction, before: CourierRow) => Promise<void>,
): Promise<CourierRow | undefined> => {
  const { after, released } = await planUntilDone(async (tx) => {
    await changeFleetVersion(tx)
    await lockCourier(tx, courierId)
    const before = await selectCourier(tx, courierId)
    if (!before) throw new Problem('not_found')
    requireRevision(revision, before.revision)
    await write(tx, before)
    return { released: await fitTrips(tx, [courierId], operatorId, now), after: await selectCourier(tx, courierId) }
  })
  await assignReleased(released, now)
  return after
}

/**
 * Replaces what is known of a courier: vehicle, depot, speed and week. Stops that no longer fit go to others at once.
 * @throws Problem not_found, precondition_failed, invalid_request for a depot that isn't there
 */
export const changeCourier = async (
  courierId: string,
  revision: number,
  settings: CourierSettings,
  operatorId: string,
  now = new Date(),
): Promise<HttpAnswer> => {
  const after = await change(courierId, revision, operatorId, now, async (tx, { id, revision: _, ...before }) => {
    await requireDepot(tx, settings)
    await updateCourier(tx, id, settings)
    await replaceWeek(tx, id, settings.week)
    await recordAction(tx, {
      operatorId,
      action: 'courier.change',
      target: target(id),
      before: { ...before },
      after: { ...settings },
    })
  })
  if (!after) throw new Error('the courier vanished from their own transaction')
  return answerOf(200, after)
}

/** Somebody leaves the fleet: their stops go to others at once. @throws Problem not_found, precondition_failed */
export const removeCourier = async (
  courierId: string,
  revision: number,
  operatorId: string,
  now = new Date(),
): Promise<HttpAnswer> => {
  await change(courierId, revision, operatorId, now, async (tx, { id, revision: _, ...before }) => {
    await retireCourier(tx, id)
    await recordAction(tx, { operatorId, action: 'courier.remove', target: target(id), before: { ...before } })
  })
  return new HttpAnswer(204)
}
