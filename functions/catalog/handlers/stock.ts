import { operations, serve } from '@korob/platform/operation'
import { priceCart, release, reserve } from '../contract.ts'
import { quoteCart, reserveForOrder } from '../stock.ts'
import { releaseStock } from '../store/reservations.ts'

export const handler = operations(
  serve(reserve, reserveForOrder),
  serve(release, async (key) => ({ released: (await releaseStock(key)).released })),
  serve(priceCart, quoteCart),
)
