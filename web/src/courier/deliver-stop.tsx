import { useId, useState } from 'react'
import type { CourierStop } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import type { ProofGiven } from './deed.ts'
import { smaller } from './photo-store.ts'
import { StepButton } from './step-button.tsx'

const kinds = ['code', 'photo', 'note'] as const

/** The shopper has the parcel, and the courier says how that can be told. */
export const DeliverStop = ({ stop }: { stop: CourierStop }) => {
  const { t } = useLanguage()
  const name = useId()
  const [kind, setKind] = useState<(typeof kinds)[number]>('code')
  const [code, setCode] = useState('')
  const [note, setNote] = useState('')
  const [photo, setPhoto] = useState<Blob>()
  const [spoilt, setSpoilt] = useState(false)
  const proof: ProofGiven =
    kind === 'code' ? { kind, code } : kind === 'note' ? { kind, note: note.trim() } : { kind: 'photo' }
  const isReady = kind === 'code' ? /^\d{4}$/.test(code) : kind === 'note' ? note.trim() !== '' : photo !== undefined
  const take = async (file: File | undefined) => {
    if (!file) return
    try {
      setPhoto(await smaller(file))
      setSpoilt(false)
    } catch {
      setSpoilt(true)
    }
  }
  return (
    <div className="proof">
      <fieldset className="proof-kinds">
        <legend>{t.courier.proof}</legend>
        {kinds.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={name}
              data-testid={`proof-${one}`}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
            {t.courier.proofKinds[one]}
          </label>
        ))}
      </fieldset>
      {kind === 'code' && (
        <label className="field">
          {t.courier.proofCode}
          <input
            data-testid="code"
            value={code}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            onChange={({ target }) => setCode(target.value.replace(/\D/g, ''))}
          />
        </label>
      )}
      {kind === 'photo' && (
        <label className="field">
          {photo ? t.courier.photoTaken : t.courier.photoTake}
          <input
            data-testid="photo"
            type="file"
            accept="image/*"
            capture="environment"
            onChange={({ target }) => take(target.files?.[0])}
          />
        </label>
      )}
      {spoilt && <p className="notice notice-bad">{t.courier.photoSpoilt}</p>}
      {kind === 'note' && (
        <label className="field">
          {t.courier.proofNote}
          <input data-testid="note" value={note} maxLength={300} onChange={({ target }) => setNote(target.value)} />
        </label>
      )}
      <StepButton
        testId="delivered"
        label={t.courier.delivered}
        disabled={!isReady}
        deed={{ kind: 'delivered', stopId: stop.id, proof, about: stop.orderNumber }}
        photo={kind === 'photo' ? photo : undefined}
      />
    </div>
  )
}
