import { randomUUID } from 'node:crypto'
import { type CatalogMaker, type Made, unique } from '../../support/catalog-maker.ts'
import type { JsonObject } from './document.ts'
import type { Values } from './requests.ts'

/** What an example's names stand for in this shop. Parameters that the example hasn't are no concern. */
export interface Subject {
  parameters?: JsonObject
  body?: JsonObject
}

const revised = ({ revision }: Pick<Made, 'revision'>, parameters: JsonObject): Subject => ({
  parameters: { ...parameters, 'If-Match': `"${revision}"` },
})

const product = async (maker: CatalogMaker): Promise<Subject> => {
  const made = await maker.product()
  return revised(made, { productId: made.id })
}
const category = async (maker: CatalogMaker): Promise<Subject> => {
  const made = await maker.category()
  return revised(made, { categoryId: made.id })
}
const brand = async (maker: CatalogMaker): Promise<Subject> => {
  const made = await maker.brand()
  return revised(made, { brandSlug: made.slug })
}
const attribute = async (maker: CatalogMaker): Promise<Subject> => {
  const made = await maker.attribute()
  return revised(made, { attributeKey: made.key })
}
const synonym = async (maker: CatalogMaker): Promise<Subject> => {
  const made = await maker.synonym()
  return revised(made, { synonymId: made.id })
}
const announced = async (maker: CatalogMaker): Promise<Subject> => {
  const { id } = await maker.announcedImport(100)
  return { parameters: { importId: id } }
}

const subjects: Record<string, (maker: CatalogMaker, example: Values) => Promise<Subject>> = {
  putSynonym: (maker, { parameters }) =>
    parameters['If-Match'] === undefined
      ? Promise.resolve({ parameters: { synonymId: randomUUID() } })
      : synonym(maker),
  deleteSynonym: synonym,
  createProduct: async () => ({ body: { sku: unique() } }),
  readOperatorProduct: product,
  changeProduct: product,
  deleteProduct: product,
  publishProduct: product,
  unpublishProduct: async (maker) => {
    const { id } = await maker.product({ published: true })
    return { parameters: { productId: id } }
  },
  restoreProduct: async (maker) => ({ parameters: { productId: (await maker.deletedProduct()).id } }),
  countStock: product,
  readProductHistory: product,
  updateProducts: async (maker, { body }) => {
    const { rows } = body as { rows: JsonObject[] }
    const skus: string[] = []
    for (const _ of rows) skus.push((await maker.product()).sku)
    return { body: { rows: rows.map((row, index) => ({ ...row, sku: skus[index] })) } }
  },
  createCategory: async () => ({ body: { slug: unique() } }),
  changeCategory: category,
  deleteCategory: category,
  readCategoryFacets: category,
  setCategoryFacets: category,
  createBrand: async () => ({ body: { name: `Варница ${unique()}` } }),
  changeBrand: brand,
  deleteBrand: brand,
  createAttribute: async () => ({ body: { key: unique() } }),
  changeAttribute: attribute,
  deleteAttribute: attribute,
  readImport: announced,
  startImport: async (maker) => ({ parameters: { importId: (await maker.sentImport()).id } }),
  cancelImport: announced,
  readExport: async (maker) => ({ parameters: { exportId: (await maker.export()).id } }),
}

/** What of the catalogue an operation is about, made for this request alone. */
export const subjectOf = async (maker: CatalogMaker, operationId: string, example: Values): Promise<Subject> =>
  (await subjects[operationId]?.(maker, example)) ?? {}

/** Requests that are refused for what is there already: taken from another's, where the example makes nothing anew. */
export const takenNames: Record<string, (maker: CatalogMaker) => Promise<JsonObject>> = {
  changeProduct: async (maker) => ({ sku: (await maker.product()).sku }),
  changeCategory: async (maker) => ({ slug: (await maker.category()).slug }),
}

/** Of things that a product has: what names them, and a change that can't be while it does. */
export const usedSubjects = async (maker: CatalogMaker): Promise<Record<string, Subject>> => {
  const { category: shelf, brand: mark, attribute: property } = await maker.inUse()
  const ofAttribute = revised(property, { attributeKey: property.key })
  return {
    deleteCategory: revised(shelf, { categoryId: shelf.id }),
    deleteBrand: revised(mark, { brandSlug: mark.slug }),
    deleteAttribute: ofAttribute,
    changeAttribute: { ...ofAttribute, body: { unit: 'mm' } },
  }
}
