import { HttpAnswer } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { listAttributes } from '../store/attribute-edits.ts'
import { listBrands } from '../store/brand-edits.ts'
import {
  changeAttribute,
  changeBrand,
  createAttribute,
  createBrand,
  removeAttribute,
  removeBrand,
} from './dictionaries.ts'
import type { dictionaryRoutes } from './dictionary-routes.ts'
import { type OperatorHandlers, withRevision } from './product-handlers.ts'

export const dictionaryHandlers: OperatorHandlers<typeof dictionaryRoutes> = {
  listBrands: async () => ({ brands: await listBrands() }),
  createBrand: async ({ body }) => withRevision(await createBrand(body.name, body.slug), 201),
  changeBrand: async ({ params, headers, body }) =>
    withRevision(await changeBrand(params.brandSlug, revisionOf(headers), body.name)),
  deleteBrand: async ({ params, headers }) => {
    await removeBrand(params.brandSlug, revisionOf(headers))
    return new HttpAnswer(204)
  },
  listAttributes: async () => ({ attributes: await listAttributes() }),
  createAttribute: async ({ body }) => withRevision(await createAttribute(body), 201),
  changeAttribute: async ({ params, headers, body }) =>
    withRevision(await changeAttribute(params.attributeKey, revisionOf(headers), body)),
  deleteAttribute: async ({ params, headers }) => {
    await removeAttribute(params.attributeKey, revisionOf(headers))
    return new HttpAnswer(204)
  },
}
