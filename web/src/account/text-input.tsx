import { type InputHTMLAttributes, useId } from 'react'

type Props = { label: string; hint?: string | undefined; error?: string | undefined } & Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'name'
  | 'value'
  | 'defaultValue'
  | 'onChange'
  | 'type'
  | 'inputMode'
  | 'autoComplete'
  | 'maxLength'
  | 'required'
  | 'pattern'
  | 'autoFocus'
  | 'className'
>

/** A field with its label, its hint, and what is wrong with it. */
export const TextInput = ({ label, hint, error, className, ...input }: Props) => {
  const id = useId()
  const about = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  return (
    <div className={`field ${className ?? ''}`}>
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-invalid={error !== undefined} aria-describedby={about} {...input} />
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
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
