import { TextInput } from '../../account/text-input.tsx'
import { useLanguage } from '../../i18n/language.ts'
import type { FeeForm } from './fee-form.ts'

interface FeeFieldsProps {
  form: FeeForm
  onChange: (form: FeeForm) => void
  /** As feeOf tells it. */
  wrong: string | number | undefined
}

/** What delivery costs, with what heavy orders cost more. */
export const FeeFields = ({ form, onChange, wrong }: FeeFieldsProps) => {
  const { t } = useLanguage()
  const { zones } = t.operator.delivery
  const { fee, freeFrom, steps } = form
  const change = (key: number, part: object) =>
    onChange({ ...form, steps: steps.map((step) => (step.key === key ? { ...step, ...part } : step)) })
  return (
    <>
      <TextInput
        label={zones.feeField}
        name="fee"
        inputMode="decimal"
        required
        value={fee}
        error={wrong === 'fee' ? zones.noAmount : undefined}
        onChange={({ target }) => onChange({ ...form, fee: target.value })}
      />
      <TextInput
        label={zones.freeFromField}
        name="freeFrom"
        inputMode="decimal"
        hint={zones.freeFromHint}
        value={freeFrom}
        error={wrong === 'freeFrom' ? zones.noAmount : undefined}
        onChange={({ target }) => onChange({ ...form, freeFrom: target.value })}
      />
      <fieldset className="field-wide rows">
        <legend>{zones.steps}</legend>
        {steps.map(({ key, fromKg, extra }) => (
          <div className="row" key={key}>
            <TextInput
              label={zones.stepFrom}
              inputMode="decimal"
              value={fromKg}
              onChange={({ target }) => change(key, { fromKg: target.value })}
            />
            <TextInput
              label={zones.stepExtra}
              inputMode="decimal"
              value={extra}
              error={wrong === key ? zones.noAmount : undefined}
              onChange={({ target }) => change(key, { extra: target.value })}
            />
            <button
              type="button"
              className="button"
              onClick={() => onChange({ ...form, steps: steps.filter((step) => step.key !== key) })}
            >
              {zones.removeStep}
            </button>
          </div>
        ))}
        <button
          type="button"
          className="button start"
          disabled={steps.length >= 20}
          onClick={() =>
            onChange({
              ...form,
              steps: [...steps, { key: Math.max(-1, ...steps.map((step) => step.key)) + 1, fromKg: '', extra: '' }],
            })
          }
        >
          {zones.addStep}
        </button>
      </fieldset>
    </>
  )
}
