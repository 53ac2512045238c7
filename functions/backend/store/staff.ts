import { integerSetting } from '@korob/platform/config'
import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { EndReason } from './sessions.ts'

export type StaffRole = 'courier' | 'operator'

export interface Member {
  id: string
  phone: string
  role: StaffRole
  subjectId: string
  name: string
  invitedAt: Date
  /** Who took the role up, by signing in with the phone. */
  accountId: string | null
  /** The phone may be another's by now: nobody has the role until an operator invites somebody. */
  hasLapsed: boolean
}

/** Longer an invitation isn't open: the number may be another's, and who invites knows their people. */
const invitationDays = integerSetting('INVITATION_DAYS', 30)

const isUntaken = sql`lapsed_at is null and account_id is null and invited_at > now() - ${invitationDays} * interval '1 day'`

// An account ends when its phone is proven by somebody else: domain/idle-account.ts.
const hasLapsed = sql`
  (lapsed_at is not null
   or not (${isUntaken}) and not exists (select from accounts where accounts.id = staff.account_id))`

const columns = sql`
  id, phone, role, subject_id as "subjectId", name, invited_at as "invitedAt", account_id as "accountId",
  ${hasLapsed} as "hasLapsed"`

export const readRoles = (
  { id }: { id: string },
  on: Database = database,
): Promise<Pick<Member, 'role' | 'subjectId'>[]> =>
  on.many<Pick<Member, 'role' | 'subjectId'>>(sql`
    select role, subject_id as "subjectId" from staff where account_id = ${id} and lapsed_at is null order by role`)

/** Roles that the phone was invited to, and nobody has taken up, are the account's from now on: whoever has it proved the phone. */
export const takeInvitations = (tx: Transaction, { id, phone }: { id: string; phone: string }): Promise<number> =>
  tx.run(sql`update staff set account_id = ${id} where phone = ${phone} and ${isUntaken}`)

/** Forgets invitations that the account's phone had and nobody took up; not those that came while it was being deleted. */
export const deleteInvitations = (tx: Transaction, phone: string, before: Date): Promise<Member[]> =>
  tx.many<Member>(sql`
    delete from staff where phone = ${phone} and account_id is null and invited_at < ${before} returning ${columns}`)

/** Takes the account's roles from whoever has its phone now, until they are given anew. */
export const lapseRoles = (tx: Transaction, accountId: string): Promise<number> =>
  tx.run(sql`update staff set lapsed_at = now() where account_id = ${accountId} and lapsed_at is null`)

export const readStaff = (): Promise<Member[]> =>
  database.many<Member>(sql`select ${columns} from staff order by role desc, name, id`)

export type NewMember = Omit<Member, 'invitedAt' | 'accountId' | 'hasLapsed'>

/** Takes away what lapsed of the phone's role, and of the courier's. */
export const deleteLapsed = (
  on: Database,
  { phone, role, subjectId }: Pick<Member, 'phone' | 'role' | 'subjectId'>,
): Promise<Member[]> =>
  on.many<Member>(sql`
    delete from staff
     where role = ${role} and (phone = ${phone} or subject_id = ${subjectId}) and ${hasLapsed} returning ${columns}`)

/** Writes nothing if the phone has the role already, or the courier another phone. */
export const insertMember = (on: Database, member: NewMember, invitedBy: string | null): Promise<Member | undefined> =>
  on.maybe<Member>(sql`
    insert into staff (id, phone, role, subject_id, name, invited_by)
    values (${member.id}, ${member.phone}, ${member.role}, ${member.subjectId}, ${member.name}, ${invitedBy})
    on conflict do nothing
    returning ${columns}`)

export const readMember = (phone: string, role: StaffRole): Promise<Member | undefined> =>
  database.maybe<Member>(sql`
    select ${columns} from staff
     where phone = ${phone} and role = ${role} and not (${hasLapsed})`)

export const readMemberById = (tx: Transaction, id: string): Promise<Member | undefined> =>
  tx.maybe<Member>(sql`select ${columns} from staff where id = ${id}`)

/** All operators, locked: two who remove each other do so one after another. */
export const lockOperators = async (tx: Transaction): Promise<Member[]> => {
  const all = await tx.many<Member>(sql`select ${columns} from staff where role = 'operator' order by id for update`)
  return all.filter((member) => !member.hasLapsed)
}

export const deleteMember = (tx: Transaction, id: string): Promise<Member | undefined> =>
  tx.maybe<Member>(sql`delete from staff where id = ${id} returning ${columns}`)

const accountOf = ({ accountId, phone }: Pick<Member, 'accountId' | 'phone'>) =>
  accountId === null ? sql`(select id from accounts where phone = ${phone})` : sql`${accountId}`

export const hasSession = async (tx: Transaction, member: Pick<Member, 'accountId' | 'phone'>): Promise<boolean> => {
  const { has } = await tx.one<{ has: boolean }>(sql`
    select exists (
      select from sessions where account_id = ${accountOf(member)} and ended_at is null and expires_at > now()) as has`)
  return has
}

/** Of who took the role up: the number may be another's. */
export const endSessionsOf = (
  tx: Transaction,
  member: Pick<Member, 'accountId' | 'phone'>,
  reason: EndReason,
): Promise<number> =>
  tx.run(sql`
    update sessions set ended_at = now(), end_reason = ${reason}
     where ended_at is null and account_id = ${accountOf(member)}`)
