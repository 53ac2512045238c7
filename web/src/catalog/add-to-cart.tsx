import { useState } from 'react'
import type { Availability, Localized } from '../api/answers.ts'
import { addToCart, hasRoom, piecesOf } from '../cart/cart.ts'
import { cartStore, useCart } from '../cart/use-cart.ts'
import { useLanguage } from '../i18n/language.ts'

interface AddToCartProps {
  product: { id: string; name: Localized; availability: Availability }
}

/** Says aloud what it has done; how many are in the cart stays visible on it. */
export const AddToCart = ({ product }: AddToCartProps) => {
  const { language, t } = useLanguage()
  const cart = useCart()
  const [added, setAdded] = useState(false)
  const already = piecesOf(cart, product.id)
  const name = product.name[language]
  const soldOut = product.availability === 'none'
  const room = hasRoom(cart, product.id)
  const add = () => {
    cartStore.update((now) => addToCart(now, product))
    setAdded(true)
  }
  return (
    <>
      <button
        type="button"
        className="button button-primary add"
        data-testid="add-to-cart"
        disabled={soldOut || !room}
        aria-label={t.product.addOf(name)}
        onClick={add}
      >
        {!room && !soldOut ? t.product.cartFull : t.product.addToCart}
        {already > 0 && <span className="count">{already}</span>}
      </button>
      <span className="visually-hidden" role="status">
        {added && already > 0 ? `${t.product.addedOf(name)}, ${t.product.inCart(already)}` : ''}
      </span>
    </>
  )
}
