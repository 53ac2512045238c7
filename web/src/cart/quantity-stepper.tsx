import { useLanguage } from '../i18n/language.ts'
import { maxQuantity } from './cart.ts'

interface QuantityStepperProps {
  name: string
  value: number
  onChange: (value: number) => void
}

export const QuantityStepper = ({ name, value, onChange }: QuantityStepperProps) => {
  const { t } = useLanguage()
  return (
    <div className="stepper">
      <button type="button" aria-label={t.cart.less(name)} disabled={value <= 1} onClick={() => onChange(value - 1)}>
        −
      </button>
      <input
        name="quantity"
        inputMode="numeric"
        autoComplete="off"
        aria-label={t.cart.quantityOf(name)}
        value={value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          const typed = Number(event.target.value.replace(/\D/g, '').slice(0, 3))
          if (typed > 0) onChange(Math.min(maxQuantity, typed))
        }}
      />
      <button
        type="button"
        aria-label={t.cart.more(name)}
        disabled={value >= maxQuantity}
        onClick={() => onChange(value + 1)}
      >
        +
      </button>
    </div>
  )
}
