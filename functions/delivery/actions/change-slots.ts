import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import { etagOfRevision, requireRevision, staleRevision } from '@korob/platform/preconditions'
import {
  beginsWithAnother,
  deleteTemplate,
  insertTemplate,
  lockTemplate,
  type SlotRow,
  selectSlot,
  selectSlotsOfDay,
  selectTemplates,
  type TemplateRow,
  type TemplateSettings,
  takeTurnForTemplates,
  updateSlot,
  updateTemplate,
} from '../store/slot-settings.ts'
import { extendSlots } from './tend-deliveries.ts'

const answerOf = (status: number, template: TemplateRow): HttpAnswer =>
  new HttpAnswer(status, template, { etag: etagOfRevision(template.revision) })

export const listTemplates = async () => ({ templates: await selectTemplates() })

const target = (id: string) => ({ type: 'slot_template', id })

const requireFreeStart = async (tx: Transaction, id: string, settings: TemplateSettings): Promise<void> => {
  if (await beginsWithAnother(tx, id, settings)) throw new Problem('already_exists')
}

/** A window is offered from now on. @throws Problem already_exists if another begins then */
export const addTemplate = async (settings: TemplateSettings, operatorId: string): Promise<HttpAnswer> => {
  const id = newId()
  await transaction(async (tx) => {
    await takeTurnForTemplates(tx)
    await requireFreeStart(tx, id, settings)
    await insertTemplate(tx, id, settings)
    await recordAction(tx, { operatorId, action: 'slot_template.add', target: target(id), after: { ...settings } })
  })
  await extendSlots()
  return answerOf(201, { id, ...settings, revision: 1 })
}

const lockAt = async (tx: Transaction, id: string, revision: number) => {
  await takeTurnForTemplates(tx)
  const template = await lockTemplate(tx, id)
  if (!template) throw new Problem('not_found')
  requireRevision(revision, template.revision)
  const { id: _, revision: __, ...before } = template
  return before
}

/** Slots to come follow, but those that were set apart. @throws Problem not_found, precondition_failed, already_exists */
export const changeTemplate = async (
  id: string,
  revision: number,
  settings: TemplateSettings,
  operatorId: string,
): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    const before = await lockAt(tx, id, revision)
    await requireFreeStart(tx, id, settings)
    await updateTemplate(tx, id, settings)
    const action = 'slot_template.change'
    await recordAction(tx, { operatorId, action, target: target(id), before, after: { ...settings } })
  })
  await extendSlots()
  return answerOf(200, { id, ...settings, revision: revision + 1 })
}

/** Its slots to come give no place away any more; who has one keeps it. @throws Problem not_found, precondition_failed */
export const removeTemplate = async (id: string, revision: number, operatorId: string): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    const before = await lockAt(tx, id, revision)
    await deleteTemplate(tx, id)
    await recordAction(tx, { operatorId, action: 'slot_template.remove', target: target(id), before })
  })
  await extendSlots()
  return new HttpAnswer(204)
}

const viewOf = ({ id, startsAt, endsAt, cutoffAt, capacity, taken, revision }: SlotRow) => ({
  id,
  start: startsAt.toISOString(),
  end: endsAt.toISOString(),
  cutoffMinutes: Math.round((startsAt.getTime() - cutoffAt.getTime()) / 60_000),
  capacity,
  taken,
  revision,
})

export const listSlotsOfDay = async (date: string) => ({ slots: (await selectSlotsOfDay(date)).map(viewOf) })

/** Another bound or cut-off for one slot, whatever its template says. @throws Problem not_found, precondition_failed */
export const changeSlot = async (
  slotId: string,
  revision: number,
  change: { capacity: number | null; cutoffMinutes: number },
  operatorId: string,
): Promise<HttpAnswer> => {
  await transaction(async (tx) => {
    const before = await selectSlot(tx, slotId)
    if (!before) throw new Problem('not_found')
    if (!(await updateSlot(tx, slotId, revision, change)))
      throw staleRevision((await selectSlot(tx, slotId))?.revision ?? before.revision)
    const { capacity, cutoffMinutes } = viewOf(before)
    await recordAction(tx, {
      operatorId,
      action: 'slot.change',
      target: { type: 'slot', id: slotId },
      before: { capacity, cutoffMinutes },
      after: { ...change },
    })
  })
  const after = await selectSlot(database, slotId)
  if (!after) throw new Problem('not_found')
  return new HttpAnswer(200, viewOf(after), { etag: etagOfRevision(after.revision) })
}
