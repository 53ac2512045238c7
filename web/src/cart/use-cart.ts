import { lasting, stored, useStored } from '../storage/stored.ts'
import { acceptCart, type Cart } from './cart.ts'
import { newUuid } from './new-uuid.ts'

// Made once, so that a cart read twice before it is ever written has one id.
const firstId = newUuid()

export const cartStore = stored<Cart>(lasting, 'korob.cart', (found) => acceptCart(found, () => firstId))

export const useCart = (): Cart => useStored(cartStore)
