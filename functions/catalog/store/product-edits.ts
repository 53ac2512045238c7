import type { Transaction } from '@korob/platform/database'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition, KeptAttribute } from '../domain/attributes.ts'

/** Everything of a product that an operator edits. */
export interface ProductFacts {
  sku: string
  slug: string
  category: string | null
  otherCategories: string[]
  brand: string | null
  name: Localized
  description: Localized
  priceMinor: number
  oldPriceMinor: number | null
  weightGrams: number
  attributes: KeptAttribute[]
  images: string[]
  published: boolean
  deleted: boolean
}

/** The product as it is, locked until the transaction ends. */
export const lockProduct = (
  tx: Transaction,
  id: string,
): Promise<{ revision: number; facts: ProductFacts } | undefined> =>
  tx.maybe(sql`
    select p.revision, product_facts(p) || jsonb_build_object(
             'category', current_category(p.category_path),
             'otherCategories', array(select current_category(one) from unnest(p.other_categories) as one)) as facts
      from product as p where p.id = ${id}::uuid for no key update`)

/** Writes a new product, with nothing on the shelf; answers its id. */
export const insertProduct = async (tx: Transaction, facts: ProductFacts, actor: string): Promise<string> => {
  const { id } = await tx.one<{ id: string }>(sql`
    insert into product (sku, slug, category_path, other_categories, brand_slug, name_ru, name_en, description_ru, description_en,
                         price_minor, old_price_minor, weight_grams, attributes, images, published, edited_by)
    values (${facts.sku}, ${facts.slug}, ${facts.category}, ${facts.otherCategories}::text[], ${facts.brand},
            ${facts.name.ru}, ${facts.name.en}, ${facts.description.ru}, ${facts.description.en}, ${facts.priceMinor},
            ${facts.oldPriceMinor}, ${facts.weightGrams}, ${JSON.stringify(facts.attributes)}::jsonb, ${facts.images}::text[],
            ${facts.published}, ${actor})
    returning id`)
  await tx.run(sql`insert into stock (product_id) values (${id}::uuid)`)
  await reindex(tx, [id])
  return id
}

/** Writes an edited product; its row is locked. */
export const updateProduct = async (tx: Transaction, id: string, facts: ProductFacts, actor: string): Promise<void> => {
  await tx.run(sql`
    update product
       set sku = ${facts.sku}, slug = ${facts.slug}, category_path = ${facts.category},
           other_categories = ${facts.otherCategories}::text[], brand_slug = ${facts.brand},
           name_ru = ${facts.name.ru}, name_en = ${facts.name.en},
           description_ru = ${facts.description.ru}, description_en = ${facts.description.en},
           price_minor = ${facts.priceMinor}, old_price_minor = ${facts.oldPriceMinor}, weight_grams = ${facts.weightGrams},
           attributes = ${JSON.stringify(facts.attributes)}::jsonb, images = ${facts.images}::text[],
           published = ${facts.published}, edited_by = ${actor},
           deleted_at = case when ${facts.deleted}::boolean then coalesce(deleted_at, now()) end
     where id = ${id}::uuid`)
  await reindex(tx, [id])
}

/** Tells the index of products that are shown otherwise now. */
export const reindex = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  await tx.run(sql`select index_products(${ids}::uuid[])`)
  nudgeRelay.request()
}

/** What is on the shelf, until the transaction ends. */
export const lockOnHand = (tx: Transaction, id: string): Promise<{ onHand: number }> =>
  tx.one<{ onHand: number }>(sql`
    select on_hand as "onHand" from stock where product_id = ${id}::uuid for no key update`)

/** Sets what is on the shelf; the index learns of another band. */
export const correctStock = async (
  tx: Transaction,
  productId: string,
  count: number,
  { reference, correlationId }: { reference: string; correlationId: string },
): Promise<void> => {
  const { reindexed } = await tx.one<{ reindexed: number }>(sql`
    select refresh_bands(set_stock(array[${productId}::uuid], array[${count}::int], 'correction',
                                   ${reference}::text, ${correlationId}::text)) as reindexed`)
  if (reindexed > 0) nudgeRelay.request()
}

/** Which of these categories and this brand are there, and what the attributes are. */
export const findReferences = (
  tx: Transaction,
  { categories, brand, keys }: { categories: readonly string[]; brand: string | null; keys: readonly string[] },
): Promise<{ categories: string[]; brand: string | null; definitions: AttributeDefinition[] }> =>
  tx.one(sql`
    select array(select one from unnest(${categories}::text[]) as one
                  where exists (select from category where path = current_category(one))) as categories,
           (select slug from brand where slug = ${brand}) as brand,
           coalesce((select jsonb_agg(jsonb_build_object('key', key, 'type', type, 'unit', unit,
                                                         'name', jsonb_build_object('ru', name_ru, 'en', name_en)))
                       from attribute where key = any (${keys}::text[])), '[]') as definitions`)
