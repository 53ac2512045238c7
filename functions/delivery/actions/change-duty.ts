import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { localDate } from '../domain/local-time.ts'
import { readCourier } from '../store/courier-routes.ts'
import {
  type Hours,
  lockCourier,
  readException,
  readExceptions,
  readNumbersOnBoard,
  removeException,
  writeException,
} from '../store/dispatch.ts'
import { changeFleetVersion } from '../store/plans.ts'
import { assignCourier } from './assign-courier.ts'
import { shopTimeZone } from './delivery-events.ts'
import { fitTrip } from './fit-trip.ts'
import { PlanOutdated } from './plan-outdated.ts'

const maxRounds = 5

/** Runs a transaction that plans until nobody comes between. @throws Problem unavailable */
export const planUntilDone = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
  for (let round = 1; round <= maxRounds; round++) {
    try {
      return await transaction(work)
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error
    }
  }
  throw new Problem('unavailable', { retryAfterSeconds: 1 })
}

/** Who has asked waits so long at most; the schedule goes on with the rest. */
const patienceMs = 5_000

/** Finds couriers for what nobody took at once, others' stops moved where that helps. Answers how many still wait. */
export const assignReleased = async (deliveryIds: readonly string[], now: Date): Promise<number> => {
  const untilMs = Date.now() + patienceMs
  let waiting = 0
  for (const id of deliveryIds) if (Date.now() >= untilMs || !(await assignCourier(id, now))) waiting++
  return waiting
}

const change = async (
  courierId: string,
  date: string,
  operatorId: string,
  now: Date,
  write: (tx: Transaction) => Promise<number>,
) => {
  if (date < localDate(now, shopTimeZone())) throw invalidField('date', 'is over')
  const { moved, released, onBoard } = await planUntilDone(async (tx) => {
    await changeFleetVersion(tx)
    const courier = await lockCourier(tx, courierId)
    if (!courier || courier.isGone) throw new Problem('not_found')
    const before = await readException(tx, courierId, date)
    await write(tx)
    const fitted = await fitTrip(tx, courierId, date, { role: 'operator', id: operatorId }, now)
    const after = await readException(tx, courierId, date)
    await recordAction(tx, {
      operatorId,
      action: 'courier.change_day',
      target: { type: 'courier', id: courierId },
      before: { date, asTheWeek: before === undefined, ...before?.hours },
      after: {
        date,
        asTheWeek: after === undefined,
        ...after?.hours,
        moved: fitted.moved.length + fitted.released.length,
      },
    })
    return { ...fitted, onBoard: await readNumbersOnBoard(tx, courierId, date) }
  })
  const waiting = await assignReleased(released, now)
  return { courierId, date, moved: moved.length + released.length - waiting, waiting, onBoard }
}

/**
 * A courier works other hours on one day, or (null) not at all: what no longer fits goes to others at once.
 * @throws Problem not_found, invalid_request for a day that is over, unavailable if others always come between
 */
export const changeDay = (courierId: string, date: string, hours: Hours | null, operatorId: string, now = new Date()) =>
  change(courierId, date, operatorId, now, (tx) => writeException(tx, courierId, date, hours))

/** The day is as the courier's week has it again. */
export const restoreDay = (courierId: string, date: string, operatorId: string, now = new Date()) =>
  change(courierId, date, operatorId, now, (tx) => removeException(tx, courierId, date))

/** Days to come on which a courier works other hours than every week, or not at all. @throws Problem not_found */
export const listDays = async (courierId: string, now = new Date()) => {
  const courier = await readCourier(courierId)
  if (!courier) throw new Problem('not_found')
  const days = await readExceptions(database, courierId, localDate(now, shopTimeZone()))
  return {
    courierId,
    days: days.map(({ date, startsMinute, endsMinute }) => ({
      date,
      hours: startsMinute === null || endsMinute === null ? null : { startsMinute, endsMinute },
    })),
  }
}
