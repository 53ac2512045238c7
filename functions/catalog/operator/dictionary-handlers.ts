import { operatorIdOf } from '@korob/platform/audit-log'
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
  createBrand: async ({ body, actor }) => withRevision(await createBrand(body, operatorIdOf(actor)), 201),
  changeBrand: async ({ params, headers, body, actor }) =>
    withRevision(await changeBrand(params.brandSlug, revisionOf(headers), body.name, operatorIdOf(actor))),
  deleteBrand: async ({ params, headers, actor }) => {
    await removeBrand(params.brandSlug, revisionOf(headers), operatorIdOf(actor))
    return new HttpAnswer(204)
  },
  listAttributes: async () => ({ attributes: await listAttributes() }),
  createAttribute: async ({ body, actor }) => withRevision(await createAttribute(body, operatorIdOf(actor)), 201),
  changeAttribute: async ({ params, headers, body, actor }) =>
    withRevision(await changeAttribute(params.attributeKey, revisionOf(headers), body, operatorIdOf(actor))),
  deleteAttribute: async ({ params, headers, actor }) => {
    await removeAttribute(params.attributeKey, revisionOf(headers), operatorIdOf(actor))
    return new HttpAnswer(204)
  },
}
