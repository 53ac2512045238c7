import { recordAction } from '@korob/platform/audit-log'
import { type Transaction, transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import type { Invitation, MemberAnswer } from '../account-views.ts'
import type { Outcome } from '../domain/outcome.ts'
import {
  deleteLapsed,
  deleteMember,
  endSessionsOf,
  hasSession,
  insertMember,
  lockOperators,
  type Member,
  type NewMember,
  readMember,
  readMemberById,
  readStaff,
} from '../store/staff.ts'

export type FindCourier = (courierId: string) => Promise<Outcome<{ courierId: string }>>

const shown = ({ id, role, phone, name, subjectId, invitedAt, accountId, hasLapsed }: Member): MemberAnswer => ({
  memberId: id,
  role,
  phone,
  name,
  ...(role === 'courier' ? { courierId: subjectId } : {}),
  invitedAt: invitedAt.toISOString(),
  state: hasLapsed ? 'lapsed' : accountId === null ? 'invited' : 'active',
})

export const listStaff = async (): Promise<{ staff: MemberAnswer[] }> => ({ staff: (await readStaff()).map(shown) })

/** @throws Problem invalid_request naming courierId, or unavailable while delivery can't be asked */
const checkCourier = async (findCourier: FindCourier, courierId: string): Promise<void> => {
  const found = await findCourier(courierId)
  if (found.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
  if (found.kind === 'refused') throw invalidField('courierId', 'is no courier of the fleet')
}

// Who it is, by name and phone, is none of the audit log's: that can't be forgotten.
const target = (memberId: string) => ({ type: 'member', id: memberId })
const roleOf = ({ role, subjectId }: Pick<Member, 'role' | 'subjectId'>) =>
  role === 'courier' ? { role, courierId: subjectId } : { role }

/**
 * Access tokens outlive roles and sessions: who was removed or signed out could invite themselves back until theirs ends.
 * With the lock of all operators, whoever ends somebody's role or sessions comes before or after this whole transaction.
 * @throws Problem forbidden for who is no operator any more, or is signed out everywhere
 */
const lockAsOperator = async (tx: Transaction, operatorId: string): Promise<Member[]> => {
  const operators = await lockOperators(tx)
  const acting = operators.find(({ subjectId }) => subjectId === operatorId)
  if (!acting || !(await hasSession(tx, acting))) throw new Problem('forbidden')
  return operators
}

const insertInvited = (invited: NewMember, operatorId: string): Promise<Member | undefined> =>
  transaction(async (tx) => {
    await lockAsOperator(tx, operatorId)
    for (const lapsed of await deleteLapsed(tx, invited))
      await recordAction(tx, { operatorId, action: 'member.remove', target: target(lapsed.id), before: roleOf(lapsed) })
    const member = await insertMember(tx, invited, operatorId)
    if (!member) return undefined
    await recordAction(tx, { operatorId, action: 'member.invite', target: target(member.id), after: roleOf(member) })
    return member
  })

/**
 * Gives a phone a role; again, answers who has it. What has lapsed is given anew, under another id.
 * @throws Problem forbidden for who is no operator any more, and staff_conflict for a courier who has another phone
 */
export const inviteMember = async (
  findCourier: FindCourier,
  operatorId: string,
  invitation: Invitation,
): Promise<MemberAnswer> => {
  const { role, phone, name } = invitation
  const known = await readMember(phone, role)
  const id = newId()
  const subjectId = invitation.role === 'courier' ? invitation.courierId : (known?.subjectId ?? id)
  if (!known && role === 'courier') await checkCourier(findCourier, subjectId)
  const invited = known ?? (await insertInvited({ id, phone, role, subjectId, name }, operatorId))
  // Somebody else was quicker, or the courier has another phone.
  const member = invited ?? (await readMember(phone, role))
  if (!member || (role === 'courier' && member.subjectId !== subjectId)) throw new Problem('staff_conflict')
  return shown(member)
}

/**
 * Takes a role away.
 * @throws Problem forbidden for who is no operator any more, not_found, and staff_conflict for the last operator: nobody
 * could invite another
 */
export const removeMember = (operatorId: string, memberId: string): Promise<void> =>
  transaction(async (tx) => {
    const operators = await lockAsOperator(tx, operatorId)
    const isOperator = operators.some(({ id }) => id === memberId)
    // Who was only invited may never come; who asks has come.
    const hasCome = ({ accountId, subjectId }: Member) => accountId !== null || subjectId === operatorId
    const others = operators.filter((member) => member.id !== memberId && hasCome(member))
    if (isOperator && others.length === 0) throw new Problem('staff_conflict')
    const member = await deleteMember(tx, memberId)
    if (!member) throw new Problem('not_found')
    const endedSessions = await endSessionsOf(tx, member, 'role_revoked')
    await recordAction(tx, {
      operatorId,
      action: 'member.remove',
      target: target(memberId),
      before: roleOf(member),
      after: { endedSessions },
    })
  })

/**
 * Signs a member out everywhere, as when a phone is lost; the role stays.
 * @throws Problem forbidden for who is no operator any more, and not_found
 */
export const endSessionsOfMember = (operatorId: string, memberId: string): Promise<{ ended: number }> =>
  transaction(async (tx) => {
    await lockAsOperator(tx, operatorId)
    const member = await readMemberById(tx, memberId)
    if (!member) throw new Problem('not_found')
    const ended = await endSessionsOf(tx, member, 'ended_by_operator')
    await recordAction(tx, { operatorId, action: 'member.end_sessions', target: target(memberId), after: { ended } })
    return { ended }
  })
