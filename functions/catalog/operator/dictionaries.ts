import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { requireRevision } from '@korob/platform/preconditions'
import type { AttributeDefinition } from '../domain/attributes.ts'
import { stableSlug } from '../domain/slug.ts'
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

const known = <Entry>(entry: Entry | undefined): Entry => {
  if (!entry) throw new Problem('not_found')
  return entry
}

const inUse = (): Problem => new Problem('in_use', { details: { products: true } })

export const createBrand = async (name: string, slug = stableSlug(name).slice(0, 100)): Promise<OperatorBrand> => {
  await orConflict(insertBrand(slug, name))
  return known(await findBrand(slug))
}

/** Gives a brand another name; products follow in search. */
export const changeBrand = async (slug: string, revision: number, name: string | undefined): Promise<OperatorBrand> => {
  await transaction(async (tx) => {
    const brand = known(await lockBrand(tx, slug))
    requireRevision(revision, brand.revision)
    if (name === undefined || name === brand.name) return
    await renameBrand(tx, slug, name)
    await addFollowUp(tx, 'brand', slug)
  })
  await followSoon()
  return known(await findBrand(slug))
}

export const removeBrand = (slug: string, revision: number): Promise<void> =>
  transaction(async (tx) => {
    requireRevision(revision, known(await lockBrand(tx, slug)).revision)
    if (!(await deleteBrand(tx, slug))) throw inUse()
  })

const requireUnit = ({ type, unit }: Pick<AttributeDefinition, 'type' | 'unit'>): void => {
  if (unit !== null && type !== 'number') throw invalidField('unit', 'is for numbers only')
}

export const createAttribute = async (given: AttributeDefinition): Promise<OperatorAttribute> => {
  requireUnit(given)
  await orConflict(insertAttribute(given))
  return known(await findAttribute(given.key))
}

export type AttributeChange = { [Member in 'name' | 'type' | 'unit']?: AttributeDefinition[Member] | undefined }

/** @throws Problem in_use when its type or unit would change under products that have it */
export const changeAttribute = (key: string, revision: number, said: AttributeChange): Promise<OperatorAttribute> =>
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
    return known(await findAttribute(key, tx))
  })

export const removeAttribute = (key: string, revision: number): Promise<void> =>
  transaction(async (tx) => {
    requireRevision(revision, known(await lockAttribute(tx, key)).revision)
    if (await isAttributeUsed(tx, key)) throw inUse()
    await deleteAttribute(tx, key)
  })
