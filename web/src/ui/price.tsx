import { money, percentOff } from '../format/money.ts'
import { useLanguage } from '../i18n/language.ts'

interface PriceProps {
  minor: number
  oldMinor?: number | null
  currency: string
}

/** A price, with the former one when it was higher. */
export const Price = ({ minor, oldMinor = null, currency }: PriceProps) => {
  const { language, t } = useLanguage()
  const off = oldMinor === null ? 0 : percentOff(minor, oldMinor)
  return (
    <p className="price">
      <span className="visually-hidden">{t.product.price}: </span>
      <strong>{money(minor, currency, language)}</strong>
      {oldMinor !== null && off > 0 && (
        <>
          <span className="visually-hidden">, {t.product.oldPrice}: </span>
          <s>{money(oldMinor, currency, language)}</s>
          <span className="badge">{t.product.saved(off)}</span>
        </>
      )}
    </p>
  )
}
