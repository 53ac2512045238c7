import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { etagOfRevision, staleRevision } from '@korob/platform/preconditions'
import type { Localized } from '@korob/platform/schema'
import type { FeeRule } from '../contract.ts'
import { ruleOf, type Zone } from '../domain/zones.ts'
import { forgetZones, noteZoneChange, replaceWeightSteps, selectZone, selectZones, updateZone } from '../store/zones.ts'

const viewOf = (zone: Zone) => ({
  id: zone.id,
  name: zone.name,
  fee: ruleOf(zone),
  outline: zone.outline,
  revision: zone.revision,
})

const answerOf = (zone: Zone): HttpAnswer => new HttpAnswer(200, viewOf(zone), { etag: etagOfRevision(zone.revision) })

export const listZones = async () => ({ zones: (await selectZones(database)).map(viewOf) })

/** @throws Problem not_found */
export const showZone = async (zoneId: string): Promise<HttpAnswer> => {
  const zone = await selectZone(database, zoneId)
  if (!zone) throw new Problem('not_found')
  return answerOf(zone)
}

const refusal = async (tx: Transaction, zoneId: string): Promise<Problem> => {
  const zone = await selectZone(tx, zoneId)
  return zone ? staleRevision(zone.revision) : new Problem('not_found')
}

/**
 * Replaces a zone's name and fee rule.
 * @param revision the one that is meant
 * @throws Problem not_found; precondition_failed if somebody changed the zone meanwhile
 */
export const changeZone = async (
  zoneId: string,
  revision: number,
  { name, fee }: { name: Localized; fee: FeeRule },
  operatorId: string,
): Promise<HttpAnswer> => {
  const change = { name, ...fee }
  const changed = await transaction(async (tx) => {
    const known = await selectZone(tx, zoneId)
    const updated = await updateZone(tx, zoneId, revision, change)
    if (!known || !updated) throw await refusal(tx, zoneId)
    await replaceWeightSteps(tx, zoneId, fee.weightSteps)
    await noteZoneChange(tx, zoneId, updated.revision, change, operatorId)
    await recordAction(tx, {
      operatorId,
      action: 'zone.change',
      target: { type: 'zone', id: zoneId },
      before: { name: known.name, ...ruleOf(known) },
      after: change,
    })
    return selectZone(tx, zoneId)
  })
  forgetZones()
  if (!changed) throw new Error('the zone vanished from its own transaction')
  return answerOf(changed)
}
