import type {
  HistoryEntry,
  ListedProduct,
  OperatorAttribute,
  OperatorBrand,
  OperatorCategory,
  OperatorProduct,
} from '../operator-views.ts'

export const productId = '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11'
export const categoryId = '0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c22'
export const jobId = '0199d3c5-7e10-7a52-b0c4-1f2e3d4c5b6a'

export const listedProduct: ListedProduct = {
  id: productId,
  sku: 'KB-0001',
  slug: 'zhar-cast-iron-skillet-26',
  name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' },
  category: 'kitchen/cookware',
  brand: 'chugunov',
  priceMinor: 249_000,
  oldPriceMinor: 299_000,
  currency: 'RUB',
  images: ['skillet'],
  published: true,
  deleted: false,
  onHand: 36,
  held: 2,
  availability: 'enough',
  revision: 3,
  updatedAt: '2026-11-20T08:00:00.000Z',
}

export const product: OperatorProduct = {
  ...listedProduct,
  formerSlugs: ['zhar-skillet'],
  otherCategories: [],
  description: { ru: 'Тяжёлая чугунная сковорода.', en: 'A heavy cast-iron skillet.' },
  weightGrams: 2350,
  attributes: [
    { key: 'diameter', value: 26, unit: 'cm' },
    { key: 'material', value: { ru: 'чугун', en: 'cast iron' }, unit: null },
  ],
  createdAt: '2026-11-01T08:00:00.000Z',
  editedBy: 'operator:o-1',
}

export const historyEntry: HistoryEntry = {
  revision: 3,
  kind: 'edited',
  actor: 'operator:o-1',
  changes: { priceMinor: { from: 259_000, to: 249_000 } },
  at: '2026-11-20T08:00:00.000Z',
}

export const category: OperatorCategory = {
  id: categoryId,
  path: 'kitchen/cookware',
  parentId: '0199d3a1-5a10-7c3e-8d21-4b6f9e0a1c21',
  slug: 'cookware',
  name: { ru: 'Посуда для готовки', en: 'Cookware' },
  position: 0,
  products: 7,
  formerPaths: ['kitchen/pots'],
  revision: 2,
}

export const brand: OperatorBrand = { slug: 'chugunov', name: 'Chugunov', products: 12, revision: 1 }

export const attribute: OperatorAttribute = {
  key: 'diameter',
  name: { ru: 'Диаметр', en: 'Diameter' },
  type: 'number',
  unit: 'cm',
  revision: 1,
}
