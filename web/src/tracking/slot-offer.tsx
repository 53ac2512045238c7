import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Tracking } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { SlotPicker } from '../checkout/slot-picker.tsx'
import { dayOf, window } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { describeError } from '../ui/states.tsx'

type Window = NonNullable<Tracking['window']>
type Answer = { slotId: string } | 'none'

/** The window was not the one that was wished: its shopper takes it, another, or none. */
export const SlotOffer = ({ token, tracking }: { token: string; tracking: Tracking }) => {
  const { language, t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const [view, setView] = useState<'offered' | 'others' | 'none'>('offered')
  const [picked, setPicked] = useState('')
  const { offer, timeZone } = tracking
  const slots = useQuery({
    queryKey: ['tracking', token, 'slots'],
    queryFn: ({ signal }) => api.trackedSlots(token, signal),
    enabled: view === 'others',
  })
  const mutation = useMutation({
    mutationFn: (answer: Answer) =>
      answer === 'none' ? api.declineTrackedSlot(token) : api.chooseTrackedSlot(token, answer.slotId),
    // Also after a refusal: somebody else was quicker, or the parcel is packed by now.
    onSettled: () => queries.invalidateQueries({ queryKey: ['tracking', token] }),
  })
  if (offer === null || tracking.window === null) return null
  const said = (one: Window) => `${dayOf(one.start, language, timeZone)}, ${window(one, language, timeZone)}`
  const answer = (label: string, what: Answer, testId: string) => (
    <button
      type="button"
      className="button button-primary"
      data-testid={testId}
      disabled={mutation.isPending || (what !== 'none' && what.slotId === '')}
      onClick={() => mutation.mutate(what)}
    >
      {label}
    </button>
  )
  const turn = (label: string, to: typeof view, testId: string) => (
    <button type="button" className="button" data-testid={testId} onClick={() => setView(to)}>
      {label}
    </button>
  )
  return (
    <section className="panel sections" aria-labelledby="offer" data-testid="slot-offer">
      <h2 id="offer">{t.tracking.offer.title}</h2>
      <p>{t.tracking.offer.text(said(tracking.window), offer.wished && said(offer.wished))}</p>
      {view === 'others' && <SlotPicker query={slots} slotId={picked} fault={undefined} onChange={setPicked} />}
      {view === 'none' && <p>{t.tracking.offer.declineHint}</p>}
      <p className="stop-links">
        {view === 'offered' && (
          <>
            {answer(t.tracking.offer.accept, { slotId: offer.slotId }, 'offer-accept')}
            {turn(t.tracking.offer.others, 'others', 'offer-others')}
            {turn(t.tracking.offer.decline, 'none', 'offer-decline')}
          </>
        )}
        {view === 'others' && answer(t.tracking.offer.choose, { slotId: picked }, 'offer-choose')}
        {view === 'none' && answer(t.tracking.offer.declineConfirm, 'none', 'offer-decline-confirm')}
        {view !== 'offered' && turn(t.tracking.offer.back, 'offered', 'offer-back')}
      </p>
      {mutation.isError && (
        <p className="notice notice-bad" role="alert">
          {describeError(mutation.error, t)}
        </p>
      )}
    </section>
  )
}
