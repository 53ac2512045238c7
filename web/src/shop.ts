import type { Localized } from './api/answers.ts'

export interface ShopConfig {
  /** Where the API is; a path of this origin or another origin's address, without a slash at its end. */
  apiBase: string
  /** The city that the address form begins with. */
  city: Localized
  /** The shop's time zone, where an answer doesn't name it. */
  timeZone: string
}

const defaults: ShopConfig = {
  apiBase: '/api',
  city: { ru: 'Заречье', en: 'Zarechye' },
  timeZone: 'Europe/Moscow',
}

const isLocalized = (value: unknown): value is Localized =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Localized).ru === 'string' &&
  typeof (value as Localized).en === 'string'

/** What config.json says, over the defaults. */
export const shopConfig = (found: unknown): ShopConfig => {
  const { apiBase, city, timeZone } = (typeof found === 'object' && found !== null ? found : {}) as Partial<
    Record<keyof ShopConfig, unknown>
  >
  return {
    apiBase: typeof apiBase === 'string' ? apiBase.replace(/\/+$/, '') : defaults.apiBase,
    city: isLocalized(city) ? city : defaults.city,
    timeZone: typeof timeZone === 'string' ? timeZone : defaults.timeZone,
  }
}
