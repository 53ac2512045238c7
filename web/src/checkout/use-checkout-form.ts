import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useProfile } from '../account/use-profile.ts'
import type { Profile } from '../api/answers.ts'
import type { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import type { Cart } from '../cart/cart.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { checkoutJson, type Draft, type Faults, type FormField, faultsOf, firstFault, missing } from './draft.ts'
import { prefilled } from './prefill.ts'
import { priceChangeOf } from './refusal.ts'
import type { Refusal } from './refusal-notice.tsx'
import { stillOpen } from './slot-days.ts'
import { draftStore } from './stores.ts'
import { useCheckoutTotal } from './use-checkout-total.ts'
import { useOrderPlacing } from './use-order-placing.ts'

/** The kept draft, beginning with the shop's own city. */
const useDraft = (): Draft => {
  const { city } = useShopConfig()
  const { language } = useLanguage()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at first: a shopper may empty the field
  useEffect(() => {
    if (draftStore.read().city === '') draftStore.update((draft) => ({ ...draft, city: city[language] }))
  }, [])
  return useStored(draftStore)
}

/** What the profile knows, put into the form once it comes; from then on the form is the shopper's own. */
const useProfileInForm = (): Profile | undefined => {
  const { city } = useShopConfig()
  const { data: profile } = useProfile()
  const done = useRef(false)
  useEffect(() => {
    if (!profile || done.current) return
    done.current = true
    draftStore.update((draft) => prefilled(draft, profile, Object.values(city)))
  }, [profile, city])
  return profile
}

/** Moves the focus to a field once it can take it: while an order is placed, the form is disabled. */
const useFieldFocus = (form: RefObject<HTMLFormElement | null>, ready: boolean) => {
  const [wanted, setWanted] = useState<{ field: FormField }>()
  useEffect(() => {
    if (!wanted || !ready) return
    form.current?.querySelector<HTMLElement>(`[name="${wanted.field}"]:not(:disabled)`)?.focus()
    setWanted(undefined)
  }, [form, wanted, ready])
  return (field: FormField | undefined) => field && setWanted({ field })
}

/** Faults that a refusal puts at fields. */
const faultsOfProblem = (problem: ApiProblem): Faults => {
  if (problem.code === 'invalid_request') return faultsOf(problem.fieldErrors).faults
  if (problem.code === 'slot_taken') return { slot: 'required' }
  return {}
}

/** The checkout: what is in the form, what is wrong with it, what it costs, and sending it. */
export const useCheckoutForm = (cart: Cart) => {
  const queries = useQueryClient()
  const { language } = useLanguage()
  const form = useRef<HTMLFormElement>(null)
  const honeypot = useRef<HTMLInputElement>(null)
  const draft = useDraft()
  const profile = useProfileInForm()
  const total = useCheckoutTotal(cart, draft)
  const [faults, setFaults] = useState<Faults>({})
  const [refusal, setRefusal] = useState<Refusal>()
  const slotId = stillOpen(total.slots.data?.slots, draft.slotId)
  const totalMinor = total.quote?.totalMinor ?? total.quote?.itemsMinor

  const onRefused = (problem: ApiProblem) => {
    if (honeypot.current) honeypot.current.value = ''
    setRefusal({ problem, seen: total.quote, seenTotalMinor: totalMinor, cart })
    const named = faultsOfProblem(problem)
    setFaults(named)
    const change = priceChangeOf(problem)
    if (change) total.takeChange(change)
    if (problem.code === 'slot_taken') {
      draftStore.update((now) => ({ ...now, slotId: '' }))
      // The first slot may be the one that is taken: the focus goes to it only once the shop has said which are left.
      const asked = ['slots', 'quote'].map((name) => queries.invalidateQueries({ queryKey: [name] }))
      void Promise.all(asked).finally(() => focus('slot'))
    } else focus(firstFault(named))
    // Only what the refusal says is out of date: asked again, a quote would lose what it says of the address.
    if (change || problem.code === 'out_of_stock') void queries.invalidateQueries({ queryKey: ['quote'] })
  }
  const placing = useOrderPlacing(onRefused)
  const focus = useFieldFocus(form, placing.phase === 'filling')

  const change = (part: Partial<Draft>) => {
    draftStore.update((now) => ({ ...now, ...part }))
    const changed: readonly string[] = Object.keys(part).map((name) => (name === 'slotId' ? 'slot' : name))
    setFaults((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !changed.includes(field))))
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (placing.phase !== 'filling' || total.counting || !total.quote || totalMinor === undefined) return
    const lacking = missing({ ...draft, slotId })
    setFaults(lacking)
    setRefusal(undefined)
    const first = firstFault(lacking)
    if (first) return focus(first)
    const seen = { ...total.quote, totalMinor }
    void placing.place(
      checkoutJson({ ...draft, slotId }, cart, seen, profile?.language ?? language, honeypot.current?.value),
    )
  }

  return {
    form,
    honeypot,
    draft: { ...draft, slotId },
    profile,
    faults: { ...total.addressFaults, ...faults },
    change,
    total,
    totalMinor,
    refusal,
    forgetRefusal: () => setRefusal(undefined),
    placing,
    submit,
  }
}

export type CheckoutForm = ReturnType<typeof useCheckoutForm>
