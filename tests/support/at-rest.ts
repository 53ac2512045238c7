import { audit } from '../auditor/audit.ts'
import type { AcknowledgedOrder, Finding } from '../auditor/facts.ts'
import type { TestShop } from './test-shop.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * What the auditor finds once the shop has come to rest: what goes on by itself is waited for, then schedules are run,
 * turn after turn, until it finds nothing or the limit is over.
 */
export const auditAtRest = async (
  shop: Pick<TestShop, 'tick' | 'auditTargets'>,
  acknowledged: readonly AcknowledgedOrder[],
  limitMs = 180_000,
): Promise<Finding[]> => {
  const deadline = Date.now() + limitMs
  /** Schedules start a quarter of all functions, so they are run no oftener than it helps. */
  const settled = async (): Promise<Finding[]> => {
    for (const untilMs = Date.now() + 1_000; ; await pause(200)) {
      const findings = await audit(shop.auditTargets, acknowledged)
      if (findings.length === 0 || Date.now() > untilMs) return findings
    }
  }
  for (let before = await settled(); ; ) {
    // A function that is busy or throttled now runs at the next turn, as by its schedule; what matters is what is left.
    const failure = await shop.tick().catch((error: unknown) => error)
    // Twice in a row: what an invocation had in hand the first time would be found the second.
    if (before.length === 0) await pause(1_000)
    const findings = await settled()
    if (before.length === 0 && findings.length === 0) return []
    if (Date.now() > deadline)
      return failure
        ? [...findings, { rule: 'schedules run', about: 'the last turn', detail: String(failure) }]
        : findings
    before = findings
  }
}
