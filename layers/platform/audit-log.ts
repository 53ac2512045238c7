import { currentContext } from './context.ts'
import type { Database, Transaction } from './database.ts'
import { sql } from './sql.ts'
import type { Actor } from './tokens.ts'

/** What an operator did to one thing. `before` and `after` hold what changed of it, and nothing about persons. */
export interface OperatorAction {
  operatorId: string
  /** The target and a verb, such as `order.cancel`. */
  action: string
  target: { type: string; id: string }
  before?: Readonly<Record<string, unknown>>
  after?: Readonly<Record<string, unknown>>
}

/** Writes to the service's audit log what an operator does to several things, in the transaction that does it. */
export const recordActions = (tx: Transaction, actions: readonly OperatorAction[]): Promise<number> =>
  tx.run(sql`
    insert into audit_log (actor_id, action, target_type, target_id, correlation_id, before, after)
    select item ->> 'operatorId', item ->> 'action', item #>> '{target,type}', item #>> '{target,id}',
           ${currentContext().correlationId}, item -> 'before', item -> 'after'
      from jsonb_array_elements(${JSON.stringify(actions)}::jsonb) with ordinality as one (item, place)
     order by place`)

/** Writes to the service's audit log what an operator does, in the transaction that does it. */
export const recordAction = (tx: Transaction, action: OperatorAction): Promise<number> => recordActions(tx, [action])

/** The operator who calls a route for operators. @throws for anybody else, whom the route should not have let in */
export const operatorIdOf = (actor: Actor): string => {
  if (actor.role !== 'operator') throw new Error('a route for operators was called by somebody else')
  return actor.id
}

export interface AuditFilter {
  actorId?: string | undefined
  targetId?: string | undefined
  action?: string | undefined
  correlationId?: string | undefined
  /** Only entries before the one with this id. */
  before?: string | undefined
  limit: number
}

export interface AuditRow {
  id: string
  at: Date
  actorId: string
  action: string
  targetType: string
  targetId: string
  correlationId: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The service's audit log, the latest first. */
export const readAuditLog = (db: Database, filter: AuditFilter): Promise<AuditRow[]> =>
  db.many<AuditRow>(sql`
    select id, at, actor_id as "actorId", action, target_type as "targetType", target_id as "targetId",
           correlation_id as "correlationId", before, after
      from audit_log
     where (${filter.actorId ?? null}::text is null or actor_id = ${filter.actorId ?? null})
       and (${filter.targetId ?? null}::text is null or target_id = ${filter.targetId ?? null})
       and (${filter.action ?? null}::text is null or action = ${filter.action ?? null})
       and (${filter.correlationId ?? null}::text is null or correlation_id = ${filter.correlationId ?? null})
       and (${filter.before ?? null}::uuid is null or id < ${filter.before ?? null}::uuid)
     order by id desc
     limit ${filter.limit}`)
