import pg from 'pg'
import { auditCauses } from './causes.ts'
import type { AcknowledgedOrder, AuditTargets, Finding } from './facts.ts'
import { auditHolds } from './holds.ts'
import { auditInboxes } from './inboxes.ts'
import { auditLeftovers } from './leftovers.ts'
import { auditOrders } from './orders.ts'
import { auditStatuses } from './statuses.ts'
import { auditStock } from './stock.ts'
import { auditTexts } from './texts.ts'

/** Everything that is wrong once the shop has come to rest; empty if all its promises were kept. */
export const audit = async (targets: AuditTargets, acknowledged: readonly AcknowledgedOrder[]): Promise<Finding[]> => {
  const client = new pg.Client({ connectionString: targets.databaseUrl })
  await client.connect()
  try {
    return [
      ...(await auditOrders(client, acknowledged)),
      ...(await auditStatuses(client)),
      ...(await auditStock(client)),
      ...(await auditHolds(client)),
      ...(await auditCauses(client)),
      ...(await auditInboxes(client)),
      ...(await auditTexts(client, targets.smsUrl)),
      ...(await auditLeftovers(client, targets)),
    ]
  } finally {
    await client.end()
  }
}
