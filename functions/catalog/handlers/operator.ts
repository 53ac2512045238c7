import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { updateInBulk } from '../operator/bulk.ts'
import { categoryHandlers } from '../operator/category-handlers.ts'
import { dictionaryHandlers } from '../operator/dictionary-handlers.ts'
import { fileHandlers } from '../operator/file-handlers.ts'
import { productHandlers } from '../operator/product-handlers.ts'
import { operatorRoutes } from '../operator/routes.ts'
import { operateSearch } from '../search/operate.ts'

export const handler = http(operatorRoutes, 'operator', {
  ...operateSearch,
  ...productHandlers,
  ...categoryHandlers,
  ...dictionaryHandlers,
  ...fileHandlers,
  updateProducts: async ({ body, actor }) => ({ results: await updateInBulk(body.rows, operatorIdOf(actor)) }),
})
