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
}

const columns = sql`id, phone, role, subject_id as "subjectId", name, invited_at as "invitedAt"`

export const readRolesOf = (phone: string): Promise<Pick<Member, 'role' | 'subjectId'>[]> =>
  database.many<Pick<Member, 'role' | 'subjectId'>>(sql`
    select role, subject_id as "subjectId" from staff where phone = ${phone} order by role`)

export const readStaff = (): Promise<Member[]> =>
  database.many<Member>(sql`select ${columns} from staff order by role desc, name, id`)

/** Writes nothing if the phone has the role already, or the courier another phone. */
export const insertMember = (
  on: Database,
  member: Omit<Member, 'invitedAt'>,
  invitedBy: string | null,
): Promise<Member | undefined> =>
  on.maybe<Member>(sql`
    insert into staff (id, phone, role, subject_id, name, invited_by)
    values (${member.id}, ${member.phone}, ${member.role}, ${member.subjectId}, ${member.name}, ${invitedBy})
    on conflict do nothing
    returning ${columns}`)

export const readMember = (phone: string, role: StaffRole): Promise<Member | undefined> =>
  database.maybe<Member>(sql`select ${columns} from staff where phone = ${phone} and role = ${role}`)

export const readMemberById = (tx: Transaction, id: string): Promise<Member | undefined> =>
  tx.maybe<Member>(sql`select ${columns} from staff where id = ${id}`)

/** All operators, locked: two who remove each other do so one after another. */
export const lockOperators = (tx: Transaction): Promise<Pick<Member, 'id' | 'phone' | 'subjectId'>[]> =>
  tx.many<Pick<Member, 'id' | 'phone' | 'subjectId'>>(sql`
    select id, phone, subject_id as "subjectId" from staff where role = 'operator' order by id for update`)

export const deleteMember = (tx: Transaction, id: string): Promise<Member | undefined> =>
  tx.maybe<Member>(sql`delete from staff where id = ${id} returning ${columns}`)

export const hasSession = async (tx: Transaction, phone: string): Promise<boolean> => {
  const { has } = await tx.one<{ has: boolean }>(sql`
    select exists (
      select from sessions join accounts on accounts.id = account_id
       where phone = ${phone} and ended_at is null and expires_at > now()) as has`)
  return has
}

export const endSessionsOfPhone = (tx: Transaction, phone: string, reason: EndReason): Promise<number> =>
  tx.run(sql`
    update sessions set ended_at = now(), end_reason = ${reason}
     where ended_at is null and account_id in (select id from accounts where phone = ${phone})`)
