import { operatorIdOf } from '@korob/platform/audit-log'
import { HttpAnswer, type HttpRequest } from '@korob/platform/http'
import { etagOfRevision, revisionOf } from '@korob/platform/preconditions'
import type { Route } from '@korob/platform/routes'
import type { productRoutes } from './product-routes.ts'
import {
  changeProduct,
  countStock,
  createProduct,
  deleteProduct,
  pageOfHistory,
  pageOfProducts,
  readProduct,
  restoreProduct,
  setPublished,
} from './products.ts'

type Handlers<Table extends Record<string, Route>> = {
  [Name in keyof Table]: (request: HttpRequest<Table[Name]>) => Promise<unknown>
}
export type OperatorHandlers<Table extends Record<string, Route>> = Handlers<Table>

const tagged = <Body extends { revision: number }>(body: Body, status = 200, headers = {}) =>
  new HttpAnswer(status, body, { etag: etagOfRevision(body.revision), ...headers })
export const withRevision = tagged

export const productHandlers: Handlers<typeof productRoutes> = {
  listProducts: ({ query: { cursor, limit, category, brand, published, availability, ...rest } }) =>
    pageOfProducts({ ...rest, category, brand, published, availability }, cursor, limit),
  createProduct: async ({ body, actor }) => {
    const product = await createProduct(body, operatorIdOf(actor))
    return tagged(product, 201, { location: `/api/operator/products/${product.id}` })
  },
  readOperatorProduct: async ({ params }) => tagged(await readProduct(params.productId)),
  changeProduct: async ({ params, headers, body, actor }) =>
    tagged(await changeProduct(params.productId, revisionOf(headers), body, operatorIdOf(actor))),
  deleteProduct: async ({ params, headers, actor }) => {
    await deleteProduct(params.productId, revisionOf(headers), operatorIdOf(actor))
    return new HttpAnswer(204)
  },
  publishProduct: async ({ params, actor }) => tagged(await setPublished(params.productId, true, operatorIdOf(actor))),
  unpublishProduct: async ({ params, actor }) =>
    tagged(await setPublished(params.productId, false, operatorIdOf(actor))),
  restoreProduct: async ({ params, actor }) => tagged(await restoreProduct(params.productId, operatorIdOf(actor))),
  countStock: async ({ params, body, actor }) =>
    tagged(await countStock(params.productId, body.onHand, body.note, operatorIdOf(actor))),
  readProductHistory: ({ params, query }) => pageOfHistory(params.productId, query.cursor, query.limit),
}
