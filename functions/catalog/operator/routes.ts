import { operatorSearchRoutes } from '../search/operator-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { categoryRoutes } from './category-routes.ts'
import { dictionaryRoutes } from './dictionary-routes.ts'
import { fileRoutes } from './file-routes.ts'
import { productRoutes } from './product-routes.ts'

export const operatorRoutes = {
  ...operatorSearchRoutes,
  ...productRoutes,
  ...bulkRoutes,
  ...categoryRoutes,
  ...dictionaryRoutes,
  ...fileRoutes,
}
