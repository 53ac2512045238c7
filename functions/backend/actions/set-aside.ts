import { recordAction, recordActions } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { deadLettersOf, workQueues } from '@korob/platform/dead-letters'
import { Problem } from '@korob/platform/errors'
import { parkedOf } from '@korob/platform/parked'
import type { Remedy, SetAside, SetAsideBox } from '@korob/platform/set-aside'
import { queues } from '@korob/platform/topology'

/** Every place in which consumers' messages end, by the name that operators use. */
const boxes = (): Map<string, SetAsideBox> =>
  new Map([
    ...queues.map(({ name }) => [`parked:${name}`, parkedOf(name)] as const),
    ...Object.entries(workQueues()).map(([name, urls]) => [`dead:${name}`, deadLettersOf(urls)] as const),
  ])

const boxAt = (place: string): SetAsideBox => {
  const box = boxes().get(place)
  if (!box) throw new Problem('not_found')
  return box
}

// What people may be told of in lists; bodies name shoppers, and are shown one at a time.
const shown = ({ body: _body, at, ...rest }: SetAside) => ({ ...rest, at: at?.toISOString() ?? null })

const countAll = async () => {
  const counted = await Promise.all([...boxes()].map(async ([place, box]) => ({ place, count: await box.count() })))
  return counted.filter(({ count }) => count > 0)
}

/** Deep enough for a message that was listed. */
const mostSearched = 1_000

const find = async (box: SetAsideBox, id: string) => {
  const found = (await box.read(mostSearched)).find((one) => one.id === id)
  if (!found) throw new Problem('not_found')
  return { ...shown(found), body: found.body }
}

export interface SetAsideQuery {
  place?: string | undefined
  id?: string | undefined
  limit: number
}

/** What consumers gave up. @throws Problem not_found */
export const listSetAside = async ({ place, id, limit }: SetAsideQuery) => {
  if (place === undefined) return { places: await countAll(), messages: [] }
  const box = boxAt(place)
  const messages = id === undefined ? (await box.read(limit)).map(shown) : [await find(box, id)]
  return { places: [{ place, count: await box.count() }], messages }
}

export interface SetAsideWork {
  place: string
  ids: readonly string[]
  remedy: Remedy
}

/** Has messages worked again, or drops them; the audit log has each before it is gone. @throws Problem not_found */
export const workSetAside = async ({ place, ids, remedy }: SetAsideWork, operatorId: string) => {
  const note = async (found: readonly SetAside[]): Promise<void> => {
    const actions = found.map(({ id, type, eventId, subject, reason }) => ({
      operatorId,
      action: `message.${remedy}`,
      target: { type: 'message', id },
      before: { place, type, eventId, subject, reason },
    }))
    await transaction((tx) => recordActions(tx, actions))
  }
  const worked = await boxAt(place).work(new Set(ids), remedy, note)
  // That it was tried in vain is told of as well.
  if (worked === 0) {
    const target = { type: 'message_place', id: place }
    await transaction((tx) => recordAction(tx, { operatorId, action: `message.${remedy}`, target, after: { worked } }))
  }
  return { worked }
}
