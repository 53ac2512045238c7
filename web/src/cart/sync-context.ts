import { createContext, useContext } from 'react'
import type { SyncCart } from './cart-sync.ts'

const SyncCartContext = createContext<SyncCart | undefined>(undefined)
export const SyncCartProvider = SyncCartContext.Provider

export const useSyncCart = (): SyncCart => {
  const sync = useContext(SyncCartContext)
  if (!sync) throw new Error('there is no SyncCartProvider around this')
  return sync
}
