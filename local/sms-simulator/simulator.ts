import { EventEmitter } from 'node:events'
import { openDatabase } from './database.ts'
import { createLifecycle } from './lifecycle.ts'
import type { Message } from './message.ts'
import { messageStore } from './message-store.ts'
import { createReceiptSender } from './receipt-sender.ts'
import { receiptStore } from './receipt-store.ts'
import { createSwitchboard } from './switchboard.ts'
import type { Switches } from './switches.ts'

export type SimulatorOptions = {
  dataDir: string
  accountSid: string
  authToken: string
  /** Where what phones answer is brought to. */
  inboundUrl?: string | undefined
  switches?: Partial<Switches> | undefined
  receiptRetryAfterMs: readonly number[]
}

export type Simulator = ReturnType<typeof createSimulator>

/** The gateway behind its HTTP surface: messages on disk, moved on by time, their receipts on the way. */
export function createSimulator(options: SimulatorOptions) {
  const { accountSid, authToken } = options
  const switches = createSwitchboard(options.switches)
  const database = openDatabase(options.dataDir)
  const messages = messageStore(database)
  const receipts = receiptStore(database)
  const closing = new AbortController()
  const changes = new EventEmitter<{ change: [] }>().setMaxListeners(0)
  const onChange = () => changes.emit('change')

  const sender = createReceiptSender({ receipts, authToken, retryAfterMs: options.receiptRetryAfterMs, onChange })
  const lifecycle = createLifecycle({
    database,
    messages,
    receipts,
    switches: switches.current,
    onChange,
    onReceipt: sender.at,
  })

  return {
    /** What phones have texted, by name. */
    inbound: new Map<string, { from: string; body: string; createdAtMs: number }>(),
    accountSid,
    authToken,
    inboundUrl: options.inboundUrl,
    switches,
    messages,
    receipts,
    changes,
    closing: closing.signal,
    accept(message: Message): void {
      messages.insert(message)
      onChange()
      lifecycle.wake()
    },
    cancel: lifecycle.cancel,
    redact(message: Message): Message {
      const redacted = { ...message, body: '', updatedAtMs: Date.now() }
      messages.update(redacted)
      onChange()
      return redacted
    },
    remove(sid: string): void {
      messages.remove(sid)
      onChange()
    },
    clear(): void {
      messages.clear()
      onChange()
    },
    async close(): Promise<void> {
      closing.abort()
      lifecycle.stop()
      await sender.stop()
      database.close()
    },
  }
}
