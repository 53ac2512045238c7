import { PublishCommand } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample?.stop())

const send = (queue: string, body: string) =>
  sample.messaging.sqs.send(
    new SendMessageCommand({
      QueueUrl: sample.queueUrl(queue),
      MessageBody: body,
      MessageAttributes: {
        name: { DataType: 'String', StringValue: 'value' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    }),
  )

/** Records the worker has seen, by the body they had. */
const seen = async (body: string): Promise<Record<string, never>[]> =>
  (await sample.objects('records/')).map((text) => JSON.parse(text)).filter((record) => record.body === body)

describe('an SQS mapping', () => {
  it('hands over records as AWS documents them', async () => {
    const { MessageId, MD5OfMessageBody } = await send('Jobs', 'Test message.')
    const [record] = await eventually('the record', async () => {
      const records = await seen('Test message.')
      return records.length > 0 && records
    })
    // https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
    expect(record).toEqual({
      messageId: MessageId,
      receiptHandle: expect.any(String),
      body: 'Test message.',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        name: { stringValue: 'value', stringListValues: [], binaryListValues: [], dataType: 'String' },
        bytes: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfBody: MD5OfMessageBody,
      eventSource: 'aws:sqs',
      eventSourceARN: expect.stringMatching(/^arn:aws:sqs:us-east-1:000000000000:sample-data-Jobs\w+$/),
      awsRegion: 'us-east-1',
    })
  })

  it('passes what its filter lets through, and deletes the rest', async () => {
    const bodies = ['{"kind":"other","size":2}', '{"kind":"wanted","size":1}', 'text', '{"kind":"wanted","size":2}']
    for (const body of bodies) await send('FilteredJobs', body)
    const left = () =>
      sample.messaging.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: sample.queueUrl('FilteredJobs'), AttributeNames: ['All'] }),
      )
    await eventually('an empty queue', async () => {
      const { Attributes } = await left()
      return Attributes?.ApproximateNumberOfMessages === '0' && Attributes.ApproximateNumberOfMessagesNotVisible === '0'
    })
    const counts = await Promise.all(bodies.map(async (body) => (await seen(body)).length))
    expect(counts).toEqual([0, 0, 0, 1])
  })

  it('brings back only the items that failed, and they end in the dead-letter queue', async () => {
    await sample.messaging.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: sample.queueUrl('Jobs'),
        Entries: ['good', 'fail', 'also good'].map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    )
    const [dead] = await eventually('the failing item to be given up', async () => {
      const messages = await sample.receive('JobsDeadLetters')
      return messages.length > 0 && messages
    })
    expect(dead?.Body).toBe('fail')
    expect(await seen('fail')).toHaveLength(2)
    expect(await seen('good')).toHaveLength(1)
    expect(await seen('also good')).toHaveLength(1)
  })

  it('fails the whole batch on an answer it does not understand', async () => {
    await send('Jobs', 'nonsense')
    await eventually('a second delivery', async () => (await seen('nonsense')).length === 2)
    expect(sample.log.some((entry) => entry.text.includes('no valid batchItemFailures'))).toBe(true)
  })

  it('fills a batch until the window has passed', async () => {
    await sample.runner.mappings.pause('Batch')
    for (let at = 0; at < 3; at++) {
      const Entries = Array.from({ length: 8 }, (_, index) => ({ Id: String(index), MessageBody: `m${at}-${index}` }))
      await sample.messaging.sqs.send(new SendMessageBatchCommand({ QueueUrl: sample.queueUrl('SlowJobs'), Entries }))
    }
    sample.runner.mappings.resume('Batch')
    const sizes = await eventually('all messages', async () => {
      const found = (await sample.objects('batches/')).map(Number)
      return found.reduce((sum, size) => sum + size, 0) === 24 && found
    })
    expect(sizes.length).toBeLessThanOrEqual(2)
  })

  it('takes nothing while it is paused', async () => {
    await sample.runner.mappings.pause('Worker')
    expect(sample.runner.mappings.list().find((one) => one.function.includes('Worker'))?.state).toBe('paused')
    await send('Jobs', 'while paused')
    const [waiting] = await sample.receive('Jobs')
    expect(waiting?.Body).toBe('while paused')
    sample.runner.mappings.resume('Worker')
    await eventually('the message after its visibility timeout', async () => (await seen('while paused')).length > 0)
  })

  it('delivers what a topic sends on, raw and filtered', async () => {
    const publish = (Message: string, kind: string) =>
      sample.messaging.sns.send(
        new PublishCommand({
          TopicArn: Object.entries(sample.runner.outputs).find(([name]) => name.includes('Announcements'))?.[1],
          Message,
          MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
        }),
      )
    await publish('unwanted', 'other')
    await publish('wanted', 'job')
    await eventually('the announcement', async () => (await seen('wanted')).length === 1)
    expect(await seen('unwanted')).toEqual([])
  })
})
