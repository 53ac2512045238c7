import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { requireRevision } from '@korob/platform/preconditions'
import type { AttributeDefinition } from '../domain/attributes.ts'
import { brandSlug } from '../domain/slug.ts'
import type { OperatorAttribute, OperatorBrand } from '../operator-views.ts'
import {
  deleteAttribute,
  findAttribute,
  insertAttribute,
  isAttributeUsed,
  lockAttribute,
  updateAttribute,
} from '../store/attribute-edits.ts'
import { deleteBrand, findBrand, insertBrand, lockBrand, renameBrand } from '../store/brand-edits.ts'
import { addFollowUp } from '../store/follow-ups.ts'
import { followSoon } from './categories.ts'
import { orConflict } from './conflicts.ts'
import { deedOn, recordChange } from './record-change.ts'

const known = <Entry>(entry: Entry | undefined): Entry => {
  if (!entry) throw new Problem('not_found')
  return entry
}

const inUse = (): Problem => new Problem('in_use', { details: { products: true } })

export const createBrand = async (
  { name, slug = brandSlug(name) }: { name: string; slug?: string | undefined },
  operatorId: string,
): Promise<OperatorBrand> => {
  await orConflict(
    transaction(async (tx) => {
      await insertBrand(tx, slug, name)
      await recordAction(tx, { ...deedOn('brand', slug, operatorId, 'create'), after: { name } })
    }),
  )
  return known(await findBrand(slug))
}

/** Gives a brand another name; products follow in search. */
export const changeBrand = async (
  slug: string,
  revision: number,
  name: string | undefined,
  operatorId: string,
): Promise<OperatorBrand> => {
  await transaction(async (tx) => {
    const brand = known(await lockBrand(tx, slug))
    requireRevision(revision, brand.revision)
    if (name === undefined || name === brand.name) return
    await renameBrand(tx, slug, name)
    await addFollowUp(tx, 'brand', slug)
    await recordChange(tx, deedOn('brand', slug, operatorId, 'change'), { name: brand.name }, { name })
  })
  await followSoon()
  return known(await findBrand(slug))
}

export const removeBrand = (slug: string, revision: number, operatorId: string): Promise<void> =>
  transaction(async (tx) => {
    const brand = known(await lockBrand(tx, slug))
    requireRevision(revision, brand.revision)
    if (!(await deleteBrand(tx, slug))) throw inUse()
    await recordAction(tx, { ...deedOn('brand', slug, operatorId, 'delete'), before: { name: brand.name } })
  })

const requireUnit = ({ type, unit }: Pick<AttributeDefinition, 'type' | 'unit'>): void => {
  if (unit !== null && type !== 'number') throw invalidField('unit', 'is for numbers only')
}

export const createAttribute = async (given: AttributeDefinition, operatorId: string): Promise<OperatorAttribute> => {
  requireUnit(given)
  const { key, name, type, unit } = given
  await orConflict(
    transaction(async (tx) => {
      await insertAttribute(tx, given)
      await recordAction(tx, { ...deedOn('attribute', key, operatorId, 'create'), after: { name, type, unit } })
    }),
  )
  return known(await findAttribute(given.key))
}

export type AttributeChange = { [Member in 'name' | 'type' | 'unit']?: AttributeDefinition[Member] | undefined }

/** @throws Problem in_use when its type or unit would change under products that have it */
export const changeAttribute = (
  key: string,
  revision: number,
  said: AttributeChange,
  operatorId: string,
): Promise<OperatorAttribute> =>
  transaction(async (tx) => {
    const attribute = known(await lockAttribute(tx, key))
    requireRevision(revision, attribute.revision)
    const wanted = {
      key,
      name: said.name ?? attribute.name,
      type: said.type ?? attribute.type,
      unit: said.unit === undefined ? attribute.unit : said.unit,
    }
    requireUnit(wanted)
    const isOther = wanted.type !== attribute.type || wanted.unit !== attribute.unit
    if (isOther && (await isAttributeUsed(tx, key))) throw inUse()
    await updateAttribute(tx, wanted)
    const { name, type, unit } = attribute
    await recordChange(tx, deedOn('attribute', key, operatorId, 'change'), { key, name, type, unit }, wanted)
    return known(await findAttribute(key, tx))
  })

export const removeAttribute = (key: string, revision: number, operatorId: string): Promise<void> =>
  transaction(async (tx) => {
    const { name, type, unit, revision: actual } = known(await lockAttribute(tx, key))
    requireRevision(revision, actual)
    if (await isAttributeUsed(tx, key)) throw inUse()
    await deleteAttribute(tx, key)
    await recordAction(tx, { ...deedOn('attribute', key, operatorId, 'delete'), before: { name, type, unit } })
  })
