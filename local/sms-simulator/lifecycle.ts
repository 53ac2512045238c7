import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../sqlite.ts'
import { createAlarm } from './alarm.ts'
import { finalStatuses, type Message } from './message.ts'
import type { MessageStore } from './message-store.ts'
import { receiptsFor } from './receipt.ts'
import type { ReceiptStore } from './receipt-store.ts'
import type { Switches } from './switches.ts'

const BATCH = 500
const VALIDITY_EXPIRED = 30036
const DEFAULT_SENDER = '+15005550006'

/** One step of a message's life; `undefined` when it is over. */
export function nextStep(message: Message, switches: Switches, nowMs: number): Message | undefined {
  const moved = { ...message, updatedAtMs: nowMs, nextStepAtMs: nowMs }
  switch (message.status) {
    case 'accepted':
      return {
        ...moved,
        status: 'queued',
        from: message.from ?? DEFAULT_SENDER,
        nextStepAtMs: nowMs + switches.queueDelayMs,
      }
    case 'queued':
      return nowMs - message.createdAtMs > message.validityPeriodSec * 1000
        ? { ...moved, status: 'failed', errorCode: VALIDITY_EXPIRED, nextStepAtMs: null }
        : { ...moved, status: 'sending' }
    case 'sending':
      return { ...moved, status: 'sent', sentAtMs: nowMs, nextStepAtMs: nowMs + switches.receiptDelayMs }
    case 'sent':
      return message.fate.undelivered
        ? { ...moved, status: 'undelivered', errorCode: switches.undeliveredWith, nextStepAtMs: null }
        : { ...moved, status: 'delivered', nextStepAtMs: null }
    default:
      return undefined
  }
}

type Dependencies = {
  database: DatabaseSync
  messages: MessageStore
  receipts: ReceiptStore
  switches: () => Switches
  onChange: () => void
  onReceipt: (atMs: number) => void
}

/** Moves due messages on, each step with its receipts in one transaction, so that a kill between the two loses nothing. */
export function createLifecycle({ database, messages, receipts, switches, onChange, onReceipt }: Dependencies) {
  const alarm = createAlarm(() => {
    const nowMs = Date.now()
    inTransaction(database, () => {
      for (const message of messages.due(nowMs, BATCH)) save(nextStep(message, switches(), nowMs), nowMs)
    })
    onChange()
    wake()
  })

  const save = (message: Message | undefined, nowMs: number) => {
    if (!message) return
    messages.update(message)
    for (const receipt of receiptsFor(message, nowMs)) {
      receipts.insert(receipt)
      onReceipt(receipt.atMs)
    }
  }

  const wake = () => {
    const atMs = messages.nextDueAtMs()
    if (atMs !== null) alarm.at(atMs)
  }

  wake()
  return {
    wake,
    /** Takes a message out of the queue, if it is still in it. */
    cancel(message: Message): Message {
      if (finalStatuses.has(message.status) || message.status === 'sent') return message
      const nowMs = Date.now()
      const canceled: Message = { ...message, status: 'canceled', updatedAtMs: nowMs, nextStepAtMs: null }
      inTransaction(database, () => save(canceled, nowMs))
      onChange()
      return canceled
    },
    stop: () => alarm.stop(),
  }
}
