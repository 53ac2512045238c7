import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
beforeEach(async () => {
  while ((await sample.receive('Failures')).length > 0);
})
afterAll(() => sample?.stop())

const calls = (part: string): number =>
  sample.log.filter((entry) => entry.function?.includes(part) && entry.text.includes('always fails')).length

describe('an asynchronous event', () => {
  it('is retried twice and then sent to the failure destination', async () => {
    const before = calls('AsyncFailing')
    const { requestId } = await sample.runner.invoke('AsyncFailing', { order: 1 }, { type: 'Event' })
    const [message] = await eventually('a record at the destination', async () => {
      const messages = await sample.receive('Failures')
      return messages.length > 0 && messages
    })
    expect(calls('AsyncFailing') - before).toBe(3)
    // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestContext: {
        requestId,
        functionArn: expect.stringMatching(
          /^arn:aws:lambda:us-east-1:000000000000:function:sample-AsyncFailing\w+:\$LATEST$/,
        ),
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { order: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'always fails', trace: expect.any(Array) },
    })
    expect(sample.runner.pendingEvents).toBe(0)
  })

  it('goes to the dead-letter queue as it was, with the error in attributes', async () => {
    const { requestId } = await sample.runner.invoke('AsyncDeadLetter', { order: 2 }, { type: 'Event' })
    const [message] = await eventually('a dead letter', async () => {
      const messages = await sample.receive('Failures')
      return messages.length > 0 && messages
    })
    expect(JSON.parse(message?.Body ?? '')).toEqual({ order: 2 })
    expect(message?.MessageAttributes).toMatchObject({
      RequestID: { StringValue: requestId, DataType: 'String' },
      ErrorCode: { StringValue: '200', DataType: 'Number' },
      ErrorMessage: { StringValue: 'always fails', DataType: 'String' },
    })
  })

  it('that succeeds leaves nothing behind', async () => {
    await sample.runner.invoke('AsyncFailing', { fail: false }, { type: 'Event' })
    await eventually('the queue to be empty', () => sample.runner.pendingEvents === 0)
    expect(await sample.receive('Failures')).toEqual([])
  })

  it('waits while the reserved concurrency is used up, and keeps its order', async () => {
    const until = join(sample.dataDir, 'all-five-wait')
    for (let say = 1; say <= 5; say++) await sample.runner.invoke('sample/Single', { until, say }, { type: 'Event' })
    expect(sample.runner.pendingEvents).toBe(5)
    writeFileSync(until, '')
    await eventually('all five to be served', () => sample.runner.pendingEvents === 0)
    const did = sample.log.map(({ text }) => /single did (\d)/.exec(text)?.[1]).filter((one) => one !== undefined)
    expect(did).toEqual(['1', '2', '3', '4', '5'])
  })

  it('survives a restart of the runner', async () => {
    await sample.runner.faults.disable('AsyncFailing')
    await sample.runner.invoke('AsyncFailing', { order: 3 }, { type: 'Event' })
    const runner = await sample.restart()
    const [message] = await eventually('the record of the event accepted before', async () => {
      const messages = await sample.receive('Failures')
      return messages.length > 0 && messages
    })
    expect(JSON.parse(message?.Body ?? '').requestPayload).toEqual({ order: 3 })
    await eventually('the queue to be empty', () => runner.pendingEvents === 0)
  })
})
