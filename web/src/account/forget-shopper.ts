import { newUuid } from '../cart/new-uuid.ts'
import { agreedCart } from '../cart/saved-cart.ts'
import { cartStore } from '../cart/use-cart.ts'
import { acceptDraft } from '../checkout/draft.ts'
import { attemptStore, draftStore } from '../checkout/stores.ts'
import { keptDay } from '../courier/kept-day.ts'
import { keptOrders } from '../orders/kept-orders.ts'

/**
 * What this browser keeps of whoever has just signed out; the cart stays with their account. To be called once the session
 * is over: an empty cart would be saved as theirs otherwise.
 */
export const forgetShopper = (): void => {
  agreedCart.write(null)
  // Names and phones of those a courier brings something to; what was done and isn't sent yet stays.
  keptDay.write(null)
  cartStore.write({ id: newUuid(), lines: [] })
  draftStore.write(acceptDraft(undefined))
  attemptStore.write(null)
  keptOrders.update((orders) => orders.filter(({ ofAccount }) => ofAccount !== true))
}
