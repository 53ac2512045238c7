import { optionalSetting } from '@korob/platform/config'
import { database } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { normalizePhone } from '@korob/platform/phone'
import { deleteLapsed, insertMember, type NewMember } from '../store/staff.ts'

/** Those of the demo: the operator and delivery's four couriers. Their codes come to the SMS simulator's inbox. */
const demoStaff = [
  { role: 'operator', phone: '+79990000000', name: 'Вера', subjectId: undefined },
  ...['Илья', 'Анна', 'Тимур', 'Ольга'].map((name, index) => ({
    role: 'courier' as const,
    phone: `+7999000000${index + 1}`,
    name,
    subjectId: `01900000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`,
  })),
] as const

/**
 * Makes the first operator, who invites everybody else. On one machine, where nobody is given, the demo's staff.
 * @throws without a phone on a stage that others can reach: there must be no operator whose phone all the world knows
 */
export const seedStaff = async (given?: { operatorPhone?: string | undefined }): Promise<{ added: number }> => {
  const phone = given?.operatorPhone === undefined ? undefined : normalizePhone(given.operatorPhone)
  if (given?.operatorPhone !== undefined && phone === undefined) throw new Error('operatorPhone is no phone number')
  const isLocal = optionalSetting('STAGE') === 'local'
  if (phone === undefined && !isLocal) throw new Error('say who is the first operator: { "operatorPhone": "+7…" }')
  const staff = [
    ...(phone === undefined ? [] : [{ role: 'operator' as const, phone, name: 'Operator', subjectId: undefined }]),
    ...(isLocal ? demoStaff : []),
  ]
  let added = 0
  for (const { role, phone: own, name, subjectId } of staff) {
    const id = newId()
    const member: NewMember = { id, phone: own, role, name, subjectId: subjectId ?? id }
    await deleteLapsed(database, member)
    if (await insertMember(database, member, null)) added += 1
  }
  return { added }
}
