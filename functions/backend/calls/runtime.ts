import { setTimeout as pause } from 'node:timers/promises'
import { integerSetting } from '@korob/platform/config'
import type { CheckoutRuntime } from '../domain/checkout-services.ts'
import { checkoutServices } from './checkout-services.ts'

export const runtime: CheckoutRuntime = {
  connect: checkoutServices,
  clock: { now: () => performance.now(), pause: (ms) => pause(ms) },
  // The function itself is ended after 20 s: infra/constructs/limits.ts.
  leaseMs: integerSetting('CHECKOUT_LEASE_MS', 25_000),
  limits: {
    windowMs: 10 * 60_000,
    perClient: integerSetting('CHECKOUTS_PER_CLIENT', 30),
    perPhone: integerSetting('CHECKOUTS_PER_PHONE', 10),
    perCart: integerSetting('CHECKOUTS_PER_CART', 10),
    unfinishedPerPhone: integerSetting('UNFINISHED_CHECKOUTS_PER_PHONE', 3),
  },
}
