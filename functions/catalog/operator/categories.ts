import { recordAction } from '@korob/platform/audit-log'
import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { requireRevision } from '@korob/platform/preconditions'
import type { Localized } from '@korob/platform/schema'
import type { FacetSetting, OperatorCategory } from '../operator-views.ts'
import {
  type CategoryRow,
  deleteCategory,
  findCategory,
  insertCategory,
  listFacets,
  lockSubtree,
  lockTree,
  moveCategory,
  placeCategory,
  readCategory,
  renameCategory,
  replaceFacets,
  usesOfCategory,
} from '../store/category-edits.ts'
import { addFollowUp, followUp } from '../store/follow-ups.ts'
import { orConflict } from './conflicts.ts'
import { deedOn, recordChange } from './record-change.ts'

type Tx = Parameters<Parameters<typeof transaction>[0]>[0]

/** Small subtrees have followed when the answer comes; the rest of a big one follows in the background. */
const followWithinMs = 5_000
export const followSoon = (): Promise<boolean> => followUp(Date.now() + followWithinMs)

const found = async (id: string): Promise<OperatorCategory> => {
  const category = await readCategory(id)
  if (!category) throw new Problem('not_found')
  return category
}

const locked = async (tx: Tx, id: string, revision: number): Promise<CategoryRow> => {
  await lockTree(tx)
  const category = await findCategory(tx, id)
  if (!category) throw new Problem('not_found')
  requireRevision(revision, category.revision)
  return category
}

const parentPath = async (tx: Tx, parentId: string | null): Promise<string | null> => {
  if (parentId === null) return null
  const parent = await findCategory(tx, parentId)
  if (!parent) throw invalidField('parentId', 'is no category')
  return parent.path
}

const below = (parent: string | null, slug: string): string => (parent === null ? slug : `${parent}/${slug}`)

export interface NewCategory {
  parentId: string | null
  slug: string
  name: Localized
  position?: number | undefined
}

export const createCategory = async (
  { parentId, slug, name, position }: NewCategory,
  operatorId: string,
): Promise<OperatorCategory> => {
  const id = await orConflict(
    transaction(async (tx) => {
      await lockTree(tx)
      const path = below(await parentPath(tx, parentId), slug)
      const made = await insertCategory(tx, path, name)
      await recordAction(tx, { ...deedOn('category', made, operatorId, 'create'), after: { path, name } })
      await placeCategory(tx, made, position)
      return made
    }),
  )
  return found(id)
}

const slugOfPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const parentOfPath = (path: string): string | null => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null)

const shown = ({ path, name, position }: CategoryRow) => ({ path, name, position })

const isSameName = (one: Localized, other: Localized): boolean => one.ru === other.ru && one.en === other.en

export type CategoryChange = { [Key in keyof NewCategory]?: NewCategory[Key] | undefined }

/** Renames, moves and reorders in one transaction; all paths below go along, and products follow. */
export const changeCategory = async (
  id: string,
  revision: number,
  { parentId, slug, name, position }: CategoryChange,
  operatorId: string,
): Promise<OperatorCategory> => {
  await orConflict(
    transaction(async (tx) => {
      const before = await locked(tx, id, revision)
      const { path, name: known } = before
      await lockSubtree(tx, path)
      const parent = parentId === undefined ? parentOfPath(path) : await parentPath(tx, parentId)
      if (parent !== null && (parent === path || parent.startsWith(`${path}/`)))
        throw invalidField('parentId', 'is the category itself, or below it')
      const to = below(parent, slug ?? slugOfPath(path))
      const isRenamed = name !== undefined && !isSameName(name, known)
      if (isRenamed) await renameCategory(tx, id, name)
      if (to !== path) await moveCategory(tx, path, to)
      if (position !== undefined || parent !== parentOfPath(path)) await placeCategory(tx, id, position)
      // A product that follows to another path is read anew with all names there.
      if (to !== path) await addFollowUp(tx, 'moved', path)
      if (isRenamed) await addFollowUp(tx, 'renamed', to)
      const after = await findCategory(tx, id)
      if (after) await recordChange(tx, deedOn('category', id, operatorId, 'change'), shown(before), shown(after))
    }),
  )
  await followSoon()
  return found(id)
}

/** @throws Problem in_use while it has children or products */
export const removeCategory = (id: string, revision: number, operatorId: string): Promise<void> =>
  transaction(async (tx) => {
    const category = await locked(tx, id, revision)
    await lockSubtree(tx, category.path)
    const uses = await usesOfCategory(tx, category)
    if (uses.children || uses.products) throw new Problem('in_use', { details: { ...uses } })
    await deleteCategory(tx, id)
    await recordAction(tx, {
      ...deedOn('category', id, operatorId, 'delete'),
      before: { path: category.path, name: category.name },
    })
  })

export const readFacets = async (id: string): Promise<{ facets: FacetSetting[]; revision: number }> =>
  transaction(async (tx) => {
    const category = await findCategory(tx, id)
    if (!category) throw new Problem('not_found')
    return { facets: await listFacets(category.path, tx), revision: category.revision }
  })

export const setFacets = async (
  id: string,
  revision: number,
  facets: readonly { attribute: string; shown: boolean }[],
  operatorId: string,
): Promise<{ facets: FacetSetting[]; revision: number }> => {
  const twice = facets.findIndex(({ attribute }, index) =>
    facets.slice(0, index).some((one) => one.attribute === attribute),
  )
  if (twice >= 0) throw invalidField(`facets.${twice}.attribute`, 'is given twice')
  await orConflict(
    transaction(async (tx) => {
      const { path } = await locked(tx, id, revision)
      const before = await listFacets(path, tx)
      await replaceFacets(tx, id, facets)
      const deed = deedOn('category', id, operatorId, 'set_facets')
      await recordAction(tx, { ...deed, before: { facets: before }, after: { facets } })
    }),
  )
  return readFacets(id)
}
