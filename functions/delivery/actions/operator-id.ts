import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'

/** The operator who calls. @throws Problem forbidden for anybody else */
export const operatorIdOf = (actor: Actor): string => {
  if (actor.role !== 'operator') throw new Problem('forbidden')
  return actor.id
}
