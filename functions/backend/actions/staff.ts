import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import { logger } from '@korob/platform/observability'
import { maskPhone } from '@korob/platform/phone'
import type { Actor } from '@korob/platform/tokens'
import type { Invitation, MemberAnswer } from '../account-views.ts'
import type { Outcome } from '../domain/outcome.ts'
import {
  deleteMember,
  endSessionsOfPhone,
  insertMember,
  lockOperators,
  type Member,
  readMember,
  readStaff,
} from '../store/staff.ts'

export type FindCourier = (courierId: string) => Promise<Outcome<{ courierId: string }>>

const operatorIdOf = (actor: Actor): string => {
  if (actor.role !== 'operator') throw new Problem('forbidden')
  return actor.id
}

const shown = ({ id, role, phone, name, subjectId, invitedAt }: Member): MemberAnswer => ({
  memberId: id,
  role,
  phone,
  name,
  ...(role === 'courier' ? { courierId: subjectId } : {}),
  invitedAt: invitedAt.toISOString(),
})

export const listStaff = async (): Promise<{ staff: MemberAnswer[] }> => ({ staff: (await readStaff()).map(shown) })

/** @throws Problem invalid_request naming courierId, or unavailable while delivery can't be asked */
const checkCourier = async (findCourier: FindCourier, courierId: string): Promise<void> => {
  const found = await findCourier(courierId)
  if (found.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
  if (found.kind === 'refused') throw invalidField('courierId', 'is no courier of the fleet')
}

/** Gives a phone a role; again, answers who has it. @throws Problem staff_conflict for a courier who has another phone */
export const inviteMember = async (
  findCourier: FindCourier,
  actor: Actor,
  invitation: Invitation,
): Promise<MemberAnswer> => {
  const invitedBy = operatorIdOf(actor)
  const { role, phone, name } = invitation
  const known = await readMember(phone, role)
  const id = newId()
  const subjectId = invitation.role === 'courier' ? invitation.courierId : (known?.subjectId ?? id)
  if (!known && role === 'courier') await checkCourier(findCourier, subjectId)
  const invited = known ?? (await insertMember({ id, phone, role, subjectId, name }, invitedBy))
  if (invited?.id === id) logger.info('invited', { memberId: id, role, phone: maskPhone(phone), invitedBy })
  // Somebody else was quicker, or the courier has another phone.
  const member = invited ?? (await readMember(phone, role))
  if (!member || (role === 'courier' && member.subjectId !== subjectId)) throw new Problem('staff_conflict')
  return shown(member)
}

/** Takes a role away. @throws Problem not_found, and staff_conflict for the last operator: nobody could invite another */
export const removeMember = async (actor: Actor, memberId: string): Promise<void> => {
  const removedBy = operatorIdOf(actor)
  await transaction(async (tx) => {
    const operators = await lockOperators(tx)
    if (operators.length === 1 && operators[0]?.id === memberId) throw new Problem('staff_conflict')
    const member = await deleteMember(tx, memberId)
    if (!member) throw new Problem('not_found')
    await endSessionsOfPhone(tx, member.phone)
    logger.info('role taken away', { memberId, role: member.role, removedBy })
  })
}
