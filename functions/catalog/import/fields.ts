/** What a column of a file can say of a product. */
export const fields = [
  'sku',
  'slug',
  'name',
  'name_ru',
  'name_en',
  'description',
  'description_ru',
  'description_en',
  'category',
  'brand',
  'price',
  'old_price',
  'currency',
  'stock',
  'weight_grams',
  'images',
  'published',
] as const
export type Field = (typeof fields)[number]

/** A column that becomes an attribute: numbers if it has a unit. */
export interface AttributeField {
  key: string
  unit: string | undefined
}

export type Target = { field: Field } | { attribute: AttributeField }

/** Columns for each target; several are joined by ", ". */
export interface ColumnMapping {
  target: Target
  columns: string[]
}

export const targetName = (target: Target): string =>
  'field' in target
    ? target.field
    : `attr.${target.attribute.key}${target.attribute.unit === undefined ? '' : `.${target.attribute.unit}`}`

const isField = (name: string): name is Field => (fields as readonly string[]).includes(name)

/** `price`, `attr.material` or `attr.width.cm`; undefined for anything else. */
export const readTarget = (name: string): Target | undefined => {
  if (isField(name)) return { field: name }
  const [, key, unit] = /^attr\.([a-z][a-z0-9_]{0,59})(?:\.(\S{1,20}))?$/.exec(name) ?? []
  return key === undefined ? undefined : { attribute: { key, unit } }
}
