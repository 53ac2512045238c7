import type { Category, Hit, Product, SearchPage, Suggestions } from './views.ts'

const cookware = { path: 'kitchen/cookware', name: { ru: 'Посуда для готовки', en: 'Cookware' } }

const skillet: Hit = {
  id: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11',
  slug: 'zhar-cast-iron-skillet-26',
  sku: 'KB-0001',
  name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' },
  priceMinor: 249_000,
  oldPriceMinor: 299_000,
  currency: 'RUB',
  image: 'skillet',
  availability: 'enough',
}

export const searchPage: SearchPage = {
  engine: 'opensearch',
  total: 1,
  isTotalExact: true,
  match: 'all',
  didYouMean: null,
  items: [{ ...skillet, highlights: { ru: [[0, 9]], en: [] } }],
  facets: {
    categories: [{ ...cookware, count: 1 }],
    brands: [{ slug: 'chugunov', name: 'Chugunov', count: 1 }],
    price: { min: 249_000, max: 249_000, steps: [{ from: 200_000, to: 500_000, count: 1 }] },
    attributes: [
      {
        key: 'material',
        name: { ru: 'Материал', en: 'Material' },
        type: 'text',
        unit: null,
        count: 1,
        values: [{ value: { ru: 'чугун', en: 'cast iron' }, count: 1 }],
        min: null,
        max: null,
      },
      {
        key: 'diameter',
        name: { ru: 'Диаметр', en: 'Diameter' },
        type: 'number',
        unit: 'cm',
        count: 1,
        values: [],
        min: 26,
        max: 26,
      },
    ],
    inStock: 1,
    discounted: 1,
  },
  nextCursor: null,
}

export const suggestions: Suggestions = {
  queries: ['сковорода чугунная'],
  products: [skillet],
  categories: [cookware],
}

const { image: _, ...known } = skillet

export const product: Product = {
  ...known,
  description: {
    ru: 'Тяжёлая чугунная сковорода с двумя носиками для слива.',
    en: 'A heavy cast-iron skillet with two pouring lips.',
  },
  categories: [{ path: 'kitchen', name: { ru: 'Кухня', en: 'Kitchen' } }, cookware],
  brand: { slug: 'chugunov', name: 'Chugunov' },
  weightGrams: 2350,
  attributes: [
    { key: 'diameter', name: { ru: 'Диаметр', en: 'Diameter' }, value: 26, unit: 'cm' },
    { key: 'material', name: { ru: 'Материал', en: 'Material' }, value: { ru: 'чугун', en: 'cast iron' }, unit: null },
    { key: 'induction', name: { ru: 'Для индукции', en: 'Induction' }, value: true, unit: null },
  ],
  images: ['skillet'],
  available: 34,
  revision: 1,
  updatedAt: '2026-11-20T08:00:00.000Z',
}

export const categories: { categories: Category[] } = {
  categories: [
    {
      path: 'kitchen',
      name: { ru: 'Кухня', en: 'Kitchen' },
      count: 12,
      children: [{ ...cookware, count: 7, children: [] }],
    },
  ],
}
