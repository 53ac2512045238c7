import { asList, defineRoutes } from '@korob/platform/routes'
import { language, minorUnits, z } from '@korob/platform/schema'
import * as examples from './examples.ts'
import { category, categoryName, maxPageSize, product, searchPage, sorts, suggestions } from './views.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug')
const path = z
  .string()
  .max(200)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/, 'must be a category path such as kitchen/cookware')
const price = z
  .string()
  .regex(/^\d{1,11}$/, 'must be a whole number of minor units')
  .transform(Number)
  .pipe(minorUnits)
const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .pipe(z.boolean())
const size = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(maxPageSize))
// Bounds come as `20..30`, `20..` and `..30`; which attributes there are, only the catalogue knows.
const attributeFilter = z
  .string()
  .max(200)
  .regex(
    /^[a-z][a-z0-9_]{0,59}:[^\p{Cc}\p{Cs}]+$/u,
    'must be an attribute and its value, such as material:oak or width:60..80',
  )
// Line breaks and tabs are only spaces in a query; other control characters never were typed.
const text = z
  .string()
  .max(200)
  .transform((value) =>
    value
      .normalize('NFC')
      .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim(),
  )

export const shopRoutes = defineRoutes({
  search: {
    method: 'GET',
    path: '/api/search',
    access: 'public',
    audience: 'shop',
    operationId: 'searchProducts',
    summary: 'Search the catalogue',
    description:
      'Words in Russian or English, however inflected, begun, misspelled, transliterated or typed in the wrong layout; sizes with their units, article numbers; filters, facets and sorting. Without any of them, everything. Each facet is counted without its own filter. What is sold out comes last.',
    query: z
      .object({
        q: text.default('').describe('Words to look for'),
        category: path.optional().describe('A category and all below it'),
        brand: z.preprocess(asList, z.array(slug).max(30)).default([]).describe('Any of these brands; repeatable'),
        minPrice: price.optional().describe('Minor units'),
        maxPrice: price.optional().describe('Minor units'),
        inStock: flag.default(false).describe('Only what can be had now'),
        discount: flag.default(false).describe('Only what costs less than it did'),
        attr: z
          .preprocess(asList, z.array(attributeFilter).max(30))
          .default([])
          .describe(
            'An attribute and its value, `key:value`; repeatable. Values of one attribute are alternatives. A text in either language, `true` or `false`, a number, or bounds of one: `width:60..80`, `width:60..`, `width:..80`',
          ),
        sort: z.enum(sorts).default('relevance').describe('`-price`: the dearest first'),
        cursor: z.string().max(4000).optional().describe('`nextCursor` of the page before, all else being the same'),
        limit: size.default(24).describe('Products on a page'),
        lang: language.default('ru').describe('For sorting by name'),
      })
      .refine(({ minPrice, maxPrice }) => minPrice === undefined || maxPrice === undefined || minPrice <= maxPrice, {
        path: ['maxPrice'],
        message: 'must not be below minPrice',
      }),
    examples: {
      everything: {},
      'words and filters': {
        query: {
          q: 'сковорода',
          category: 'kitchen',
          brand: ['chugunov', 'varnika'],
          minPrice: '100000',
          maxPrice: '500000',
          inStock: 'true',
          discount: 'false',
          attr: ['material:чугун', 'diameter:24..28'],
          sort: 'price',
          limit: '12',
          lang: 'ru',
        },
      },
    },
    answers: { 200: { description: 'A page of products', schema: searchPage, example: examples.searchPage } },
  },
  suggest: {
    method: 'GET',
    path: '/api/suggest',
    access: 'public',
    audience: 'shop',
    operationId: 'suggestSearches',
    summary: 'Suggest as somebody types',
    description:
      'What else could be typed, the products that fit best and can be had now, and categories by their names.',
    query: z.object({
      q: text.default('').describe('What is typed so far'),
      lang: language.default('ru').describe('Of the queries suggested'),
      limit: z
        .string()
        .regex(/^\d{1,2}$/, 'must be a whole number')
        .transform(Number)
        .pipe(z.int().min(1).max(10))
        .default(5)
        .describe('Of each kind'),
    }),
    examples: { 'a word begun': { query: { q: 'сков', lang: 'ru' } } },
    answers: { 200: { description: 'Suggestions', schema: suggestions, example: examples.suggestions } },
    cacheControl: 'public, max-age=30',
  },
  product: {
    method: 'GET',
    path: '/api/products/{idOrSlug}',
    access: 'public',
    audience: 'shop',
    operationId: 'readProduct',
    summary: 'Read a product',
    description: 'By its id, or by its slug as in the address of its page.',
    params: z.object({ idOrSlug: z.string().min(1).max(200).describe('A product id or slug') }),
    examples: {
      'by slug': { params: { idOrSlug: 'zhar-cast-iron-skillet-26' } },
      'by id': { params: { idOrSlug: '0199d3a1-6c1e-7b7a-9f4e-2a7c5d0e8b11' } },
    },
    answers: { 200: { description: 'The product', schema: product, example: examples.product } },
    errors: ['not_found'],
    etag: true,
  },
  categories: {
    method: 'GET',
    path: '/api/categories',
    access: 'public',
    audience: 'shop',
    operationId: 'listCategories',
    summary: 'List the categories',
    description: 'The category tree, with how many products each category holds, those below included.',
    examples: { all: {} },
    answers: {
      200: {
        description: 'Roots, each with its children',
        schema: z.object({ categories: z.array(category) }).meta({ id: 'CategoryTree' }),
        example: examples.categories,
      },
    },
    etag: true,
    cacheControl: 'public, max-age=60',
  },
  categoryAt: {
    method: 'GET',
    path: '/api/categories/at',
    access: 'public',
    audience: 'shop',
    operationId: 'findCategory',
    summary: 'Find a category by a path it has or had',
    description:
      'For addresses that were kept since before it was renamed or moved: go on to the path that is answered.',
    query: z.object({ path: path.describe('As it stood in an address') }),
    examples: { one: { query: { path: 'kitchen/cookware' } } },
    answers: {
      200: {
        description: 'The category as it is now',
        schema: categoryName,
        example: { path: 'kitchen/cookware', name: { ru: 'Посуда для готовки', en: 'Cookware' } },
      },
    },
    errors: ['not_found'],
    cacheControl: 'public, max-age=60',
  },
})
