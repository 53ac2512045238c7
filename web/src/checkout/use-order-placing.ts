import { useCallback, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { keepAddress } from '../account/keep-address.ts'
import { useSession } from '../account/session.ts'
import type { CheckoutRequest, PlacedOrder } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import type { ApiProblem } from '../api/problem.ts'
import { afterOrder } from '../cart/cart.ts'
import { newUuid } from '../cart/new-uuid.ts'
import { cartStore } from '../cart/use-cart.ts'
import { keepOrder, keptOrders } from '../orders/kept-orders.ts'
import { useStored } from '../storage/stored.ts'
import { type Attempt, attemptFor, undecidedAfter } from './attempt.ts'
import { placeOrder } from './place-order.ts'
import { earlierOrderOf } from './refusal.ts'
import { attemptStore, draftStore, undecidedStore } from './stores.ts'

export type Phase = 'filling' | 'placing' | 'placed' | 'unknown'

const browserClock = {
  nowMs: () => performance.now(),
  pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}

/** The order is kept before anything is cleared: closing the page in between loses nothing. */
const settlePlaced = (attempt: Attempt, order: PlacedOrder, ofAccount: boolean): void => {
  const { cartId, items } = JSON.parse(attempt.json) as CheckoutRequest
  keptOrders.update((orders) => keepOrder(orders, order, Date.now(), { cartId, ofAccount }))
  cartStore.update((cart) => (cart.id === cartId ? afterOrder(cart, items, newUuid) : cart))
  draftStore.update((draft) => ({ ...draft, slotId: '', comment: '', keepAddress: false }))
  undecidedStore.write(null)
  attemptStore.write(null)
}

/** An earlier order of the cart, unknown until now: it is kept, and the cart is another from here on. */
const settleEarlier = (order: PlacedOrder, ofAccount: boolean): void => {
  const { id } = cartStore.read()
  keptOrders.update((orders) => keepOrder(orders, order, Date.now(), { cartId: id, ofAccount }))
  cartStore.update((cart) => ({ ...cart, id: newUuid() }))
}

/**
 * Sends checkouts and remembers the one whose answer was lost: it is sent again as it was, also after a reload.
 * `onRefused` is told of a final no; a yes leads to the order's page.
 */
export const useOrderPlacing = (onRefused: (problem: ApiProblem) => void) => {
  const api = useApi()
  const session = useSession()
  const navigate = useNavigate()
  const unanswered = useStored(attemptStore)
  const [phase, setPhase] = useState<Phase>(unanswered ? 'unknown' : 'filling')
  // A second press may come before the button is seen to be disabled.
  const sending = useRef(false)

  /** The order is taken, whatever becomes of this. */
  const keepAddressOf = ({ json }: Attempt) => {
    const { address } = JSON.parse(json) as CheckoutRequest
    keepAddress(api, session, address).catch((error: unknown) => console.warn('the address was not kept', error))
  }

  const send = async (attempt: Attempt, isNew = false) => {
    if (sending.current) return
    sending.current = true
    attemptStore.write(attempt)
    setPhase('placing')
    // The same key and body whoever asks: they belong to the cart. Whose the order is, the token of the last try says.
    const ask = (one: Attempt) => session.asAnyone((token) => api.placeOrder(one, token))
    const result = await placeOrder(attempt, ask, browserClock, isNew)
    sending.current = false
    const ofAccount = session.state.read().signedIn
    if (result.kind === 'unknown') {
      console.warn('the answer to the order was lost', result.error)
      return setPhase('unknown')
    }
    if (result.kind === 'refused') {
      const earlier = earlierOrderOf(result.problem)
      if (earlier) settleEarlier(earlier, ofAccount)
      // Before the attempt goes: closing the page in between forgets neither.
      undecidedStore.write(undecidedAfter(attempt, result))
      attemptStore.write(null)
      setPhase('filling')
      return onRefused(result.problem)
    }
    setPhase('placed')
    if (draftStore.read().keepAddress && ofAccount) keepAddressOf(attempt)
    settlePlaced(attempt, result.order, ofAccount)
    await navigate(`/orders/${result.order.orderId}`, { replace: true, state: { justPlaced: true } })
  }

  return {
    phase,
    place: (json: string) => {
      const kept = attemptStore.read() ?? undefined
      const undecided = undecidedStore.read() ?? undefined
      const attempt = attemptFor({ unanswered: kept, undecided }, json, Date.now(), newUuid)
      return send(attempt, attempt !== kept)
    },
    sendAgain: () => {
      const kept = attemptStore.read()
      return kept ? send(kept) : setPhase('filling')
    },
    edit: useCallback(() => setPhase('filling'), []),
  }
}
