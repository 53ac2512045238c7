import { operatorIdOf } from '@korob/platform/audit-log'
import { HttpAnswer } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { paced } from '../domain/paced.ts'
import { countCategoryProducts, listCategories } from '../store/category-edits.ts'
import { changeCategory, createCategory, readFacets, removeCategory, setFacets } from './categories.ts'
import type { categoryRoutes } from './category-routes.ts'
import { type OperatorHandlers, withRevision } from './product-handlers.ts'

// They are counted over all products.
const counted = paced(countCategoryProducts)

export const categoryHandlers: OperatorHandlers<typeof categoryRoutes> = {
  listOperatorCategories: async () => ({ categories: await listCategories(await counted()) }),
  createCategory: async ({ body, actor }) => withRevision(await createCategory(body, operatorIdOf(actor)), 201),
  changeCategory: async ({ params, headers, body, actor }) =>
    withRevision(await changeCategory(params.categoryId, revisionOf(headers), body, operatorIdOf(actor))),
  deleteCategory: async ({ params, headers, actor }) => {
    await removeCategory(params.categoryId, revisionOf(headers), operatorIdOf(actor))
    return new HttpAnswer(204)
  },
  readCategoryFacets: async ({ params }) => withRevision(await readFacets(params.categoryId)),
  setCategoryFacets: async ({ params, headers, body, actor }) =>
    withRevision(await setFacets(params.categoryId, revisionOf(headers), body.facets, operatorIdOf(actor))),
}
