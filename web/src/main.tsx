import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { createSession, SessionProvider } from './account/session.ts'
import { ApiProvider, createApi } from './api/api.ts'
import { createQueryClient } from './app/query-client.ts'
import { createRouter } from './app/router.tsx'
import { ShopConfigProvider } from './app/shop-config.ts'
import { createCartSync } from './cart/cart-sync.ts'
import { followAccount } from './cart/follow-account.ts'
import { agreedCart } from './cart/saved-cart.ts'
import { SyncCartProvider } from './cart/sync-context.ts'
import { cartStore } from './cart/use-cart.ts'
import { unansweredCart } from './checkout/stores.ts'
import { languageStore } from './i18n/language.ts'
import { shopConfig } from './shop.ts'
import './styles/base.css'
import './styles/layout.css'
import './styles/controls.css'
import './styles/catalog.css'
import './styles/orders.css'
import './styles/map.css'
import './styles/operator.css'

/** Without its settings the page still has those of a shop that is served with its API under one address. */
const loadConfig = async (): Promise<unknown> => {
  try {
    const answer = await fetch('/config.json', { signal: AbortSignal.timeout(5000) })
    if (!answer.ok) throw new Error(`config.json answered ${answer.status}`)
    return await answer.json()
  } catch (error) {
    console.warn('config.json could not be read; the defaults are used', error)
    return undefined
  }
}

const config = shopConfig(await loadConfig())
const api = createApi({ base: config.apiBase, language: languageStore.read })
const session = createSession(api)
const syncCart = createCartSync({ api, session, cart: cartStore, agreed: agreedCart, unanswered: unansweredCart })
followAccount(syncCart, session)
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <ShopConfigProvider value={config}>
      <ApiProvider value={api}>
        <SessionProvider value={session}>
          <SyncCartProvider value={syncCart}>
            <QueryClientProvider client={createQueryClient()}>
              <RouterProvider router={createRouter()} />
            </QueryClientProvider>
          </SyncCartProvider>
        </SessionProvider>
      </ApiProvider>
    </ShopConfigProvider>
  </StrictMode>,
)
