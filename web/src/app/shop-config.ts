import { createContext, useContext } from 'react'
import { type ShopConfig, shopConfig } from '../shop.ts'

const ShopConfigContext = createContext<ShopConfig>(shopConfig(undefined))
export const ShopConfigProvider = ShopConfigContext.Provider
export const useShopConfig = (): ShopConfig => useContext(ShopConfigContext)
