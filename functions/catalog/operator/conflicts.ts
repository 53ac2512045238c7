import { invalidField, Problem } from '@korob/platform/errors'

interface Rule {
  field: string
  code: 'already_exists' | 'invalid_request'
  message: string
}

/** What a constraint of the schema means to whoever wrote against it: two at once may each have found all well. */
const rules: Readonly<Record<string, Rule>> = {
  product_sku_key: { field: 'sku', code: 'already_exists', message: 'is the sku of another product' },
  product_slug_key: { field: 'slug', code: 'already_exists', message: 'is the slug of another product' },
  product_address_pkey: { field: 'slug', code: 'already_exists', message: 'is or was the slug of another product' },
  category_pkey: { field: 'slug', code: 'already_exists', message: 'is the slug of another category there' },
  category_address_pkey: {
    field: 'slug',
    code: 'already_exists',
    message: 'makes a path that is or was another category’s',
  },
  category_path_check: { field: 'slug', code: 'invalid_request', message: 'makes a path longer than 200 characters' },
  brand_pkey: { field: 'slug', code: 'already_exists', message: 'is the slug of another brand' },
  attribute_pkey: { field: 'key', code: 'already_exists', message: 'is the key of another attribute' },
  product_category_path_fkey: { field: 'category', code: 'invalid_request', message: 'is no category' },
  product_other_categories: {
    field: 'otherCategories',
    code: 'invalid_request',
    message: 'names a category that is none',
  },
  product_brand_slug_fkey: { field: 'brand', code: 'invalid_request', message: 'is no brand' },
  product_attributes_typed: {
    field: 'attributes',
    code: 'invalid_request',
    message: 'do not fit the attributes of the catalogue, which have changed meanwhile',
  },
  category_facet_attribute_key_fkey: {
    field: 'facets',
    code: 'invalid_request',
    message: 'name an attribute that is none',
  },
}

/** A refusal by the schema as what its caller can mend; any other error as it is. */
export const orConflict = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : ''
    const rule = Object.hasOwn(rules, constraint) ? rules[constraint] : undefined
    if (!rule) throw error
    if (rule.code === 'invalid_request') throw invalidField(rule.field, rule.message)
    throw new Problem(rule.code, { errors: [{ field: rule.field, message: rule.message }], cause: error })
  }
}
