import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useSyncCart } from '../cart/sync-context.ts'
import { useLanguage } from '../i18n/language.ts'
import { keptOrders } from '../orders/kept-orders.ts'
import { describeError } from '../ui/states.tsx'
import { forgetShopper } from './forget-shopper.ts'
import { useSession } from './session.ts'

const download = (data: unknown): void => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'korob.json'
  link.click()
  URL.revokeObjectURL(url)
}

/** Signing out, here and everywhere; taking one's data along; and going for good. */
export const Leaving = () => {
  const { t } = useLanguage()
  const api = useApi()
  const session = useSession()
  const syncCart = useSyncCart()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const [trouble, setTrouble] = useState<string>()

  const attempt = async (work: () => Promise<unknown>) => {
    setTrouble(undefined)
    try {
      await work()
    } catch (error) {
      const { orders, toRefund } =
        error instanceof ApiProblem && error.code === 'open_orders' ? error.details : ({} as Record<string, unknown>)
      const told = [
        Array.isArray(orders) && orders.length > 0 && t.account.openOrders(orders.join(', ')),
        Array.isArray(toRefund) && toRefund.length > 0 && t.account.ordersToRefund(toRefund.join(', ')),
      ].filter((text) => text !== false)
      setTrouble(told.length > 0 ? told.join(' ') : describeError(error, t))
    }
  }
  const leave = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work()
      session.forget()
      forgetShopper()
      await navigate('/', { replace: true })
    })

  /** What was put in a moment ago is the account's too; where that can't be said now, who leaves isn't kept. */
  const saved = (work: () => Promise<unknown>) => async () => {
    await syncCart(false).catch((error: unknown) => console.warn('the cart could not be saved', error))
    await work()
  }

  return (
    <section className="panel sections" aria-labelledby="leaving">
      <h2 id="leaving">{t.account.leaving}</h2>
      {trouble && (
        <p className="notice notice-bad" role="alert">
          {trouble}
        </p>
      )}
      <button type="button" className="button" data-testid="sign-out" onClick={() => leave(saved(session.signOut))}>
        {t.account.signOut}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => leave(saved(() => session.as('shopper', api.signOutEverywhere)))}
      >
        {t.account.signOutEverywhere}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => attempt(async () => download(await session.as('shopper', api.exportProfile)))}
      >
        {t.account.exportData}
      </button>
      {sure ? (
        <>
          <p>{t.account.deleteWarning}</p>
          <button
            type="button"
            className="button"
            data-testid="delete-account"
            onClick={() =>
              leave(async () => {
                await session.as('shopper', api.deleteProfile)
                keptOrders.write([])
              })
            }
          >
            {t.account.deleteForGood}
          </button>
        </>
      ) : (
        <button type="button" className="link-button" data-testid="delete" onClick={() => setSure(true)}>
          {t.account.delete}
        </button>
      )}
    </section>
  )
}
