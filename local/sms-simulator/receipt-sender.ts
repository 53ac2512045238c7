import { createAlarm } from './alarm.ts'
import type { Receipt, ReceiptStore } from './receipt-store.ts'
import { sign } from './signature.ts'

const AT_ONCE = 32
// Twilio gives a webhook 15 s for its answer.
const ANSWER_WITHIN_MS = 15_000

type Options = {
  receipts: ReceiptStore
  authToken: string
  /** Waits before the second, third … attempt. */
  retryAfterMs: readonly number[]
  onChange: () => void
}

export type ReceiptSender = ReturnType<typeof createReceiptSender>

/** Takes due receipts to their URLs, signed, and again when the receiver can't be reached, is too slow or answers 429 or 5xx. */
export function createReceiptSender({ receipts, authToken, retryAfterMs, onChange }: Options) {
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()

  const alarm = createAlarm(() => {
    for (const receipt of receipts.claim(Date.now(), AT_ONCE - underWay.size)) {
      const delivery = deliver(receipt).finally(() => {
        underWay.delete(delivery)
        wake()
      })
      underWay.add(delivery)
    }
    wake()
  })

  // At the limit nothing is asked for: the next delivery to end wakes us.
  const wake = () => {
    if (stopping.signal.aborted || underWay.size >= AT_ONCE) return
    const atMs = receipts.nextDueAtMs()
    if (atMs !== null) alarm.at(atMs)
  }

  const deliver = async (receipt: Receipt): Promise<void> => {
    const outcome = await post(receipt, authToken, stopping.signal)
    if (stopping.signal.aborted) return
    const waitMs = retryAfterMs[receipt.attempts - 1]
    if (outcome.ok) receipts.accepted(receipt.id, outcome.result)
    else if (outcome.temporary && waitMs !== undefined) receipts.retry(receipt.id, Date.now() + waitMs, outcome.result)
    else receipts.abandoned(receipt.id, outcome.result)
    onChange()
  }

  wake()
  return {
    at: alarm.at,
    async stop(): Promise<void> {
      stopping.abort()
      alarm.stop()
      await Promise.all(underWay)
    },
  }
}

type Outcome = { ok: boolean; temporary: boolean; result: string }

async function post(receipt: Receipt, authToken: string, stopped: AbortSignal): Promise<Outcome> {
  try {
    const url = new URL(receipt.url)
    const headers = new Headers({
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'I-Twilio-Idempotency-Token': receipt.idempotencyToken,
      'User-Agent': 'TwilioProxy/1.1',
      'X-Twilio-Signature': sign(receipt.url, new URLSearchParams(receipt.form), authToken),
    })
    if (url.username) {
      const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
      headers.set('Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`)
      url.username = ''
      url.password = ''
    }
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: receipt.form,
      redirect: 'manual',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    })
    await response.body?.cancel()
    const temporary = response.status === 429 || response.status >= 500
    return { ok: response.ok, temporary, result: `HTTP ${response.status}` }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { ok: false, temporary: true, result: cause instanceof Error ? cause.message : String(cause) }
  }
}
