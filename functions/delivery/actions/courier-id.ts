import { Problem } from '@korob/platform/errors'
import { uuid } from '@korob/platform/schema'
import type { Actor } from '@korob/platform/tokens'

/** The courier who calls. @throws Problem forbidden for anybody else */
export const courierIdOf = (actor: Actor): string => {
  if (actor.role !== 'courier') throw new Problem('forbidden')
  const id = uuid.safeParse(actor.id)
  // A token signed by us for somebody who can't be in the table.
  if (!id.success) throw new Problem('not_found')
  return id.data
}
