import { setting } from './config.ts'
import { z } from './schema.ts'
import { describeSetAside, type SetAside, type SetAsideBox } from './set-aside.ts'
import {
  countMessages,
  deleteReceived,
  type Message,
  receiveSome,
  returnAfter,
  sendBatch,
  sendBatchSize,
} from './sqs.ts'

const queuesSetting = z.record(z.string(), z.object({ queueUrl: z.url(), deadLettersUrl: z.url() }))

/** The work queues of the stage, by name: DEAD_LETTERS, written by the CDK app. */
export const workQueues = (): z.infer<typeof queuesSetting> => queuesSetting.parse(JSON.parse(setting('DEAD_LETTERS')))

// Longer than reading and working take; who dies meanwhile gives them back by this.
const hiddenSeconds = 60
// As good as at once. Zero is answered with an error by an emulator that does it all the same.
const soonSeconds = 1
const mostRead = 1_000

const described = ({ Body = '', MessageId, Attributes }: Message): SetAside =>
  describeSetAside(Buffer.from(Body), {
    id: MessageId,
    reason: null,
    attempts: Number(Attributes?.ApproximateReceiveCount ?? 0) || null,
    at: Attributes?.SentTimestamp ? new Date(Number(Attributes.SentTimestamp)) : null,
  })

/** Takes up to so many; they are hidden from others meanwhile, and come once each. */
const take = async (url: string, limit: number): Promise<Message[]> => {
  const taken = new Map<string, Message>()
  while (taken.size < limit) {
    const some = await receiveSome(url, limit - taken.size, hiddenSeconds)
    if (some.length === 0) break
    for (const message of some) taken.set(message.MessageId ?? '', message)
  }
  return [...taken.values()]
}

const giveBack = (url: string, messages: readonly Message[]): Promise<unknown> =>
  Promise.allSettled(messages.map(({ ReceiptHandle = '' }) => returnAfter(url, ReceiptHandle, soonSeconds)))

const sendAgain = async (url: string, messages: readonly Message[]): Promise<void> => {
  for (let start = 0; start < messages.length; start += sendBatchSize) {
    const bodies = messages.slice(start, start + sendBatchSize).map(({ Body = '' }) => Body)
    const [reason] = [...(await sendBatch(url, bodies)).values()]
    if (reason !== undefined) throw new Error(`SQS does not take a message again: ${reason}`)
  }
}

/** What the consumer of an SQS queue gave up. Retried, a message goes to that queue again. */
export const deadLettersOf = ({
  queueUrl,
  deadLettersUrl,
}: {
  queueUrl: string
  deadLettersUrl: string
}): SetAsideBox => ({
  count: () => countMessages(deadLettersUrl),
  read: async (limit) => {
    const messages = await take(deadLettersUrl, limit)
    await giveBack(deadLettersUrl, messages)
    return messages.map(described)
  },
  work: async (ids, remedy, note) => {
    const messages = await take(deadLettersUrl, mostRead)
    const found = messages.filter(({ MessageId = '' }) => ids.has(MessageId))
    try {
      if (remedy === 'retry') await sendAgain(queueUrl, found)
      if (found.length > 0) await note(found.map(described))
      for (const { ReceiptHandle = '' } of found) await deleteReceived(deadLettersUrl, ReceiptHandle)
    } finally {
      await giveBack(
        deadLettersUrl,
        messages.filter((message) => !found.includes(message)),
      )
    }
    return found.length
  },
})
