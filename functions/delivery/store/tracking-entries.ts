import { currentContext } from '@korob/platform/context'
import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

/** Who moved a delivery on: a person, or a service by itself. */
export type MovedBy = { role: 'courier' | 'operator'; id: string } | { role: 'delivery' | 'orders' }

/** One line of a delivery's history. */
export const recordStatus = (
  tx: Transaction,
  deliveryId: string,
  version: number,
  status: DeliveryStatus,
  by: MovedBy,
): Promise<number> =>
  tx.run(sql`
    insert into tracking_entry (delivery_id, version, status, actor_role, actor_id, correlation_id)
    values (${deliveryId}, ${version}, ${status}, ${by.role}, ${'id' in by ? by.id : null},
            ${currentContext().correlationId})`)
