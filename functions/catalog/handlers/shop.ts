import { Problem } from '@korob/platform/errors'
import { HttpAnswer, http } from '@korob/platform/http'
import { categoryTree } from '../domain/category-tree.ts'
import { paced } from '../domain/paced.ts'
import { search } from '../search/search.ts'
import { suggest } from '../search/suggest.ts'
import { shopRoutes } from '../shop-routes.ts'
import { findCategories, findCategoryAt } from '../store/categories.ts'
import { findProduct } from '../store/products.ts'

// They are counted over all products.
const countedCategories = paced(findCategories)

export const handler = http(shopRoutes, 'shop', {
  search: ({ query: { q, brand, minPrice, maxPrice, discount, attr, cursor, ...rest } }) =>
    search(
      {
        ...rest,
        text: q,
        brands: brand,
        category: rest.category,
        minPriceMinor: minPrice,
        maxPriceMinor: maxPrice,
        discounted: discount,
        attributes: attr,
      },
      cursor,
    ),
  suggest: ({ query: { q, lang, limit } }) => suggest(q, lang, limit),
  product: async ({ params }) => {
    const product = await findProduct(params.idOrSlug)
    if (!product) throw new Problem('not_found')
    const { slug, id } = product
    // By a slug it had before: what is answered stands elsewhere now, and says where.
    return params.idOrSlug === slug || params.idOrSlug.toLowerCase() === id
      ? product
      : new HttpAnswer(200, product, { 'content-location': `/api/products/${slug}` })
  },
  categoryAt: async ({ query }) => {
    const category = await findCategoryAt(query.path)
    if (!category) throw new Problem('not_found')
    return category
  },
  categories: async () => ({ categories: categoryTree(await countedCategories()) }),
})
