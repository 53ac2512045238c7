import { useLanguage } from '../i18n/language.ts'

interface UnansweredNoticeProps {
  onCheck: () => void
  /** Absent when there is nothing to change: the cart is empty. */
  onEdit?: () => void
}

/** The answer to an order was lost. Sending it again, as it was, tells what became of it. */
export const UnansweredNotice = ({ onCheck, onEdit }: UnansweredNoticeProps) => {
  const { t } = useLanguage()
  return (
    <div className="notice notice-warning" role="alert" data-testid="unanswered">
      <strong>{t.checkout.unknownTitle}</strong>
      <p>{t.checkout.unknownHint}</p>
      {onEdit && <p className="muted small">{t.checkout.editWarning}</p>}
      <p className="notice-actions">
        <button type="button" className="button button-primary" data-testid="check-order" onClick={onCheck}>
          {t.checkout.check}
        </button>
        {onEdit && (
          <button type="button" className="button" onClick={onEdit}>
            {t.checkout.edit}
          </button>
        )}
      </p>
    </div>
  )
}
