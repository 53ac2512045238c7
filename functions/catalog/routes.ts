import { asList, defineRoutes } from '@korob/platform/routes'
import { language, z } from '@korob/platform/schema'
import { category, maxPageSize, product, searchPage, sorts } from './views.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug')
const path = z
  .string()
  .max(200)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/, 'must be a category path such as kitchen/cookware')
const price = z
  .string()
  .regex(/^\d{1,11}$/, 'must be a whole number of minor units')
  .transform(Number)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const size = z
  .string()
  .regex(/^\d{1,3}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(maxPageSize))
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

export const routes = defineRoutes({
  search: {
    method: 'GET',
    path: '/api/search',
    access: 'public',
    audience: 'shop',
    summary: 'Searches and filters the catalogue; facets are each counted without their own filter.',
    query: z
      .object({
        q: text.default(''),
        category: path.optional(),
        brand: z.preprocess(asList, z.array(slug).max(30)).default([]),
        minPrice: price.optional().describe('Minor units'),
        maxPrice: price.optional().describe('Minor units'),
        inStock: flag.default(false),
        sort: z.enum(sorts).default('relevance'),
        cursor: z.string().max(1000).optional(),
        limit: size.default(24),
        lang: language.default('ru').describe('For sorting by name'),
      })
      .refine(({ minPrice, maxPrice }) => minPrice === undefined || maxPrice === undefined || minPrice <= maxPrice, {
        path: ['maxPrice'],
        message: 'must not be below minPrice',
      }),
    answers: { 200: { description: 'A page of products; `engine` says what answered.', schema: searchPage } },
  },
  product: {
    method: 'GET',
    path: '/api/products/{idOrSlug}',
    access: 'public',
    audience: 'shop',
    summary: 'One product, by its id or its slug.',
    params: z.object({ idOrSlug: z.string().min(1).max(200) }),
    answers: { 200: { description: 'The product.', schema: product } },
    errors: ['not_found'],
    etag: true,
  },
  categories: {
    method: 'GET',
    path: '/api/categories',
    access: 'public',
    audience: 'shop',
    summary: 'The category tree, with how many products each holds, those below included.',
    answers: {
      200: { description: 'Roots, each with its children.', schema: z.object({ categories: z.array(category) }) },
    },
    etag: true,
    cacheControl: 'public, max-age=60',
  },
})
