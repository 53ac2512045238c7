import { HttpAnswer } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { listCategories } from '../store/category-edits.ts'
import { changeCategory, createCategory, readFacets, removeCategory, setFacets } from './categories.ts'
import type { categoryRoutes } from './category-routes.ts'
import { type OperatorHandlers, withRevision } from './product-handlers.ts'

export const categoryHandlers: OperatorHandlers<typeof categoryRoutes> = {
  listOperatorCategories: async () => ({ categories: await listCategories() }),
  createCategory: async ({ body }) => withRevision(await createCategory(body), 201),
  changeCategory: async ({ params, headers, body }) =>
    withRevision(await changeCategory(params.categoryId, revisionOf(headers), body)),
  deleteCategory: async ({ params, headers }) => {
    await removeCategory(params.categoryId, revisionOf(headers))
    return new HttpAnswer(204)
  },
  readCategoryFacets: async ({ params }) => withRevision(await readFacets(params.categoryId)),
  setCategoryFacets: async ({ params, headers, body }) =>
    withRevision(await setFacets(params.categoryId, revisionOf(headers), body.facets)),
}
