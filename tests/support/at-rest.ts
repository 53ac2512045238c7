import { audit } from '../auditor/audit.ts'
import type { AcknowledgedOrder, Finding } from '../auditor/facts.ts'
import type { TestShop } from './test-shop.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * What the auditor finds once the shop has come to rest: schedules are run, and the audit is asked again, until it finds
 * nothing or the limit is over.
 */
export const auditAtRest = async (
  shop: Pick<TestShop, 'tick' | 'auditTargets'>,
  acknowledged: readonly AcknowledgedOrder[],
  limitMs = 180_000,
): Promise<Finding[]> => {
  const deadline = Date.now() + limitMs
  let quietTurns = 0
  for (;;) {
    // A function that is busy or throttled now runs at the next turn, as by its schedule; what matters is what is left.
    const failure = await shop.tick().catch((error: unknown) => error)
    const findings = await audit(shop.auditTargets, acknowledged)
    // Twice in a row: what an invocation had in hand the first time would be found the second.
    quietTurns = findings.length === 0 ? quietTurns + 1 : 0
    if (quietTurns === 2) return []
    if (Date.now() > deadline)
      return failure
        ? [...findings, { rule: 'schedules run', about: 'the last turn', detail: String(failure) }]
        : findings
    await pause(quietTurns > 0 ? 1_000 : 300)
  }
}
