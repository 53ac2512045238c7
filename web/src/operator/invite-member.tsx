import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { TextInput } from '../account/text-input.tsx'
import type { Invitation, StaffRole } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { textOf } from '../ui/form-text.ts'
import { describeError } from '../ui/states.tsx'
import { CourierChoice } from './courier-choice.tsx'

const roles: readonly StaffRole[] = ['courier', 'operator']

const invitationOf = (form: FormData, role: StaffRole): Invitation => {
  const text = (name: string) => textOf(form, name) ?? ''
  const person = { name: text('name'), phone: text('phone') }
  return role === 'courier' ? { ...person, role, courierId: text('courierId') } : { ...person, role }
}

/** Gives a phone a role: who signs in with it has it from then on. */
export const InviteMember = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const { staff } = t.operator
  const api = useApi()
  const queries = useQueryClient()
  const [role, setRole] = useState<StaffRole>('courier')
  const mutation = useMutation({
    mutationFn: (invitation: Invitation) => api.inviteMember(token, invitation),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    mutation.mutate(invitationOf(new FormData(form), role), { onSuccess: () => form.reset() })
  }
  const { error } = mutation
  const refused = new Set(error instanceof ApiProblem ? error.fieldErrors.map(({ field }) => field) : [])
  const isAtField = refused.has('phone') || refused.has('courierId')
  const isTaken = error instanceof ApiProblem && error.code === 'staff_conflict'
  return (
    <form className="panel sections" onSubmit={submit} aria-labelledby="invite" data-testid="invite">
      <h2 id="invite">{staff.invite}</h2>
      <div className="fields">
        <div className="field">
          <label htmlFor="role">{staff.role}</label>
          <select
            id="role"
            name="role"
            value={role}
            onChange={({ target }) => setRole(roles.find((one) => one === target.value) ?? 'courier')}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {staff.roles[one]}
              </option>
            ))}
          </select>
        </div>
        <TextInput label={t.checkout.fields.name} name="name" maxLength={100} required autoComplete="off" />
        <TextInput
          label={t.account.phone}
          name="phone"
          type="tel"
          inputMode="tel"
          maxLength={40}
          required
          autoComplete="off"
          error={refused.has('phone') ? t.account.wrongPhone : undefined}
        />
        {role === 'courier' && (
          <CourierChoice token={token} error={refused.has('courierId') ? staff.noCourier : undefined} />
        )}
      </div>
      <button
        type="submit"
        className="button button-primary start"
        data-testid="send-invite"
        disabled={mutation.isPending}
      >
        {staff.send}
      </button>
      {mutation.isError && !isAtField && (
        <p className="notice notice-bad" role="alert">
          {isTaken ? staff.courierTaken : describeError(error, t)}
        </p>
      )}
      {mutation.isSuccess && (
        <p className="notice notice-good" role="status" data-testid="invited">
          {staff.invited(mutation.data.name, mutation.data.phone)}
        </p>
      )}
    </form>
  )
}
