import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { etagOfRevision, requireRevision } from '@korob/platform/preconditions'
import type { Localized } from '@korob/platform/schema'
import type { FeeRule } from '../contract.ts'
import { boxAround, type Position } from '../domain/geometry.ts'
import { closedRing, faultOfPlace } from '../domain/outline.ts'
import { ruleOf, type Zone } from '../domain/zones.ts'
import { readTownCorners } from '../store/gazetteer.ts'
import {
  arrangeZones,
  forgetZones,
  giveUpZone,
  insertZone,
  noteZoneChange,
  replaceWeightSteps,
  selectZone,
  selectZones,
  takeTurnForZones,
  updateZone,
} from '../store/zones.ts'

const viewOf = (zone: Zone) => ({
  id: zone.id,
  name: zone.name,
  fee: ruleOf(zone),
  outline: zone.outline,
  revision: zone.revision,
})

const answerOf = (status: number, zone: Zone): HttpAnswer =>
  new HttpAnswer(status, viewOf(zone), { etag: etagOfRevision(zone.revision) })

export const listZones = async () => ({ zones: (await selectZones(database)).map(viewOf) })

/** @throws Problem not_found */
export const showZone = async (zoneId: string): Promise<HttpAnswer> => {
  const zone = await selectZone(database, zoneId)
  if (!zone) throw new Problem('not_found')
  return answerOf(200, zone)
}

export interface ZoneWish {
  name: Localized
  fee: FeeRule
  outline?: readonly Position[] | undefined
  /** From 1; beyond the last: the last. */
  place?: number | undefined
}

const target = (id: string) => ({ type: 'zone', id })

const requirePlace = async (tx: Transaction, outline: readonly Position[]): Promise<void> => {
  const fault = faultOfPlace(outline, boxAround(await readTownCorners(tx)))
  if (fault) throw invalidField(`outline.${fault.index}`, fault.message)
}

const put = async (tx: Transaction, zoneId: string, place: number): Promise<void> => {
  const others = (await selectZones(tx)).map(({ id }) => id).filter((id) => id !== zoneId)
  await arrangeZones(tx, others.toSpliced(place - 1, 0, zoneId))
}

/** What both ways of writing a zone have in common, once its row is there. */
const complete = async (
  tx: Transaction,
  zoneId: string,
  { name, fee, outline, place }: ZoneWish,
  operatorId: string,
): Promise<{ after: Zone; told: Record<string, unknown> }> => {
  await replaceWeightSteps(tx, zoneId, fee.weightSteps)
  if (place !== undefined) await put(tx, zoneId, place)
  const after = await selectZone(tx, zoneId)
  if (!after) throw new Error('the zone vanished from its own transaction')
  const told = { name, ...fee, ...(outline && { outline: after.outline }), ...(place !== undefined && { place }) }
  await noteZoneChange(tx, zoneId, after.revision, told, operatorId)
  return { after, told }
}

/**
 * Another zone that is delivered to, the last to be asked if no place is wished.
 * @throws Problem already_exists; invalid_request for an outline far from every street
 */
export const addZone = async (
  { id, ...wish }: ZoneWish & { id: string; outline: readonly Position[] },
  operatorId: string,
): Promise<HttpAnswer> => {
  const added = await transaction(async (tx) => {
    await requirePlace(tx, wish.outline)
    await takeTurnForZones(tx)
    const settings = { name: wish.name, ...wish.fee, outline: closedRing(wish.outline) }
    if (!(await insertZone(tx, id, settings))) throw new Problem('already_exists')
    const { after, told } = await complete(tx, id, wish, operatorId)
    await recordAction(tx, { operatorId, action: 'zone.add', target: target(id), after: told })
    return after
  })
  forgetZones()
  return answerOf(201, added)
}

const lockAt = async (tx: Transaction, zoneId: string, revision: number): Promise<Zone> => {
  await takeTurnForZones(tx)
  const zone = await selectZone(tx, zoneId)
  if (!zone) throw new Problem('not_found')
  requireRevision(revision, zone.revision)
  return zone
}

/**
 * Replaces a zone's name and fee rule, and, if they are given, its outline and its place among the others. What was ordered
 * before is brought as it was promised.
 * @param revision the one that is meant
 * @throws Problem not_found; precondition_failed if somebody changed the zone meanwhile; invalid_request as addZone
 */
export const changeZone = async (
  zoneId: string,
  revision: number,
  wish: ZoneWish,
  operatorId: string,
): Promise<HttpAnswer> => {
  const changed = await transaction(async (tx) => {
    if (wish.outline) await requirePlace(tx, wish.outline)
    const known = await lockAt(tx, zoneId, revision)
    const outline = wish.outline ? closedRing(wish.outline) : known.outline
    await updateZone(tx, zoneId, { name: wish.name, ...wish.fee, outline })
    const { after, told } = await complete(tx, zoneId, wish, operatorId)
    const before = { name: known.name, ...ruleOf(known), ...(wish.outline && { outline: known.outline }) }
    await recordAction(tx, { operatorId, action: 'zone.change', target: target(zoneId), before, after: told })
    return after
  })
  forgetZones()
  return answerOf(200, changed)
}

/**
 * A zone takes no orders any more; what was ordered before is brought.
 * @throws Problem not_found, precondition_failed; in_use for the last one
 */
export const removeZone = async (zoneId: string, revision: number, operatorId: string): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    const zone = await lockAt(tx, zoneId, revision)
    if ((await selectZones(tx)).length === 1) throw new Problem('in_use', { details: { isLast: true } })
    await giveUpZone(tx, zoneId)
    const before = { name: zone.name, ...ruleOf(zone), outline: zone.outline }
    await recordAction(tx, { operatorId, action: 'zone.remove', target: target(zoneId), before })
  })
  forgetZones()
  return new HttpAnswer(204)
}
