import { type InputHTMLAttributes, useId } from 'react'
import { useLanguage } from '../i18n/language.ts'
import type { Draft, FieldFault, TextField } from './draft.ts'

export interface FormProps {
  draft: Draft
  faults: Partial<Record<string, FieldFault>>
  change: (change: Partial<Draft>) => void
}

/** What to say under a field. */
export const useFaultText = () => {
  const { t } = useLanguage()
  return (field: string, fault: FieldFault | undefined): string | undefined => {
    if (fault === undefined) return undefined
    const required: Readonly<Record<string, string>> = t.checkout.required
    const refused: Readonly<Record<string, string>> = t.checkout.refused
    return (fault === 'required' ? required[field] : undefined) ?? refused[field] ?? t.checkout.checkForm
  }
}

type FieldProps = FormProps & {
  name: TextField
  hint?: string
  optional?: boolean
  multiline?: boolean
} & Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'autoComplete' | 'inputMode' | 'type' | 'maxLength' | 'className' | 'autoCapitalize'
  >

export const Field = ({ name, hint, optional, multiline, draft, faults, change, className, ...input }: FieldProps) => {
  const { t } = useLanguage()
  const id = useId()
  const error = useFaultText()(name, faults[name])
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const shared = {
    id,
    name,
    value: draft[name],
    required: !optional,
    'aria-invalid': error !== undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div className={`field ${className ?? ''}`}>
      <label htmlFor={id}>
        {t.checkout.fields[name]}
        {optional && <span className="muted small"> ({t.checkout.hints.optional})</span>}
      </label>
      {multiline ? (
        <textarea {...shared} rows={3} maxLength={500} onChange={(event) => change({ [name]: event.target.value })} />
      ) : (
        <input {...shared} {...input} onChange={(event) => change({ [name]: event.target.value })} />
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="muted small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
