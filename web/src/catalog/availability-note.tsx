import type { Availability } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'

export const AvailabilityNote = ({ availability }: { availability: Availability }) => {
  const { t } = useLanguage()
  return (
    <p className={`availability availability-${availability}`} data-availability={availability}>
      {t.product.availability[availability]}
    </p>
  )
}
