import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded } from '../ui/states.tsx'
import { useReader } from './reader.ts'

/** The address of a photo works a quarter of an hour. */
const freshMs = 10 * 60_000

/** How it was told that an order was delivered. */
export const DeliveryProof = ({ orderId, token }: { orderId: string; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const words = t.operator.delivery.proof
  const api = useApi()
  const reader = useReader()
  const [isGone, setGone] = useState(false)
  const query = useQuery({
    queryKey: ['delivery-proof', reader, orderId],
    queryFn: ({ signal }) => api.deliveryProof(token, orderId, signal),
    staleTime: freshMs,
    refetchInterval: freshMs,
  })
  return (
    <section className="panel" aria-labelledby="proof" data-testid="delivery-proof">
      <h2 id="proof">{words.title}</h2>
      <Loaded query={query}>
        {({ kind, note, photo, deliveredAt }) => (
          <>
            <p>
              <strong data-testid="proof-kind" data-kind={kind}>
                {kind === null ? words.none : words.kinds[kind]}
              </strong>{' '}
              <span className="muted">{dayAndTime(deliveredAt, language, timeZone)}</span>
            </p>
            {note !== null && <p className="quote">{note}</p>}
            {photo && isGone && <p className="muted">{words.gone}</p>}
            {photo && !isGone && (
              <a href={photo.url} target="_blank" rel="noreferrer">
                <img className="proof-photo" src={photo.url} alt={words.photo} onError={() => setGone(true)} />
              </a>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}
