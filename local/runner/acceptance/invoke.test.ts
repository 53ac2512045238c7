import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample
let client: LambdaClient

beforeAll(async () => {
  sample = await startSample()
  client = new LambdaClient({
    endpoint: sample.runner.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
})
afterAll(() => sample?.stop())

const nameOf = (part: string): string =>
  sample.runner.functions.find((one) => one.path === `sample/${part}/Resource`)?.name ?? part

async function invoke(part: string, payload: unknown, more: Partial<InvokeCommandInput> = {}) {
  const answer = await client.send(
    new InvokeCommand({ FunctionName: nameOf(part), Payload: JSON.stringify(payload), ...more }),
  )
  const text = answer.Payload?.transformToString() ?? ''
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    payload: text === '' ? undefined : JSON.parse(text),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    version: answer.ExecutedVersion,
  }
}

describe('an invocation', () => {
  it('answers what the function returns, by name or ARN', async () => {
    const wish = { do: 'answer', answer: { fine: [1, 'two', null] } }
    expect(await invoke('Service', wish)).toMatchObject({
      status: 200,
      error: undefined,
      payload: wish.answer,
      version: '$LATEST',
    })
    const arn = sample.runner.functions.find((one) => one.name === nameOf('Service'))?.arn
    expect((await invoke('Service', wish, { FunctionName: arn })).payload).toEqual(wish.answer)
  })

  it('is served by the same environment again while it is warm', async () => {
    const first = (await invoke('Service', { do: 'count' })).payload as { served: number }
    expect((await invoke('Service', { do: 'count' })).payload).toEqual({ served: first.served + 1 })
  })

  it('gives the context that AWS documents', async () => {
    const { payload } = await invoke(
      'Probe',
      { a: 1 },
      { ClientContext: Buffer.from('{"client":{}}').toString('base64') },
    )
    const name = nameOf('Probe')
    // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
    expect(payload.context).toMatchObject({
      functionName: name,
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
      logGroupName: `/aws/lambda/${name}`,
      clientContext: { client: {} },
    })
    expect(payload.context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(payload.context.remaining).toBeGreaterThan(50_000)
    expect(payload.context.remaining).toBeLessThanOrEqual(60_000)
    expect(payload.event).toEqual({ a: 1 })
  })

  it("sets Lambda's variables and the function's own, and nothing of the host's", async () => {
    process.env.SECRET_OF_THE_HOST = 'leaked'
    const { env } = (await invoke('Probe', {})).payload
    expect(env).toMatchObject({
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: nameOf('Probe'),
      AWS_REGION: 'us-east-1',
      _HANDLER: 'probe.handler',
      CITY: 'Sample Town',
      USERNAME: 'sample',
      AWS_ENDPOINT_URL_SQS: sample.awsEndpoint,
      AWS_ENDPOINT_URL_LAMBDA: sample.runner.endpoint,
    })
    expect(env._X_AMZN_TRACE_ID).toMatch(/^Root=1-/)
    expect(env).not.toHaveProperty('SECRET_OF_THE_HOST')
  })

  it('hands on the tail of the log with the request id', async () => {
    const { log } = await invoke('Probe', { action: 'hello' }, { LogType: 'Tail' })
    expect(log).toMatch(
      /^START RequestId: ([0-9a-f-]{36}) Version: \$LATEST\n[^\n]+\t\1\tINFO\tprobe called hello\nEND RequestId: \1\nREPORT RequestId: \1\t/,
    )
    expect(
      sample.log.some((entry) => entry.function === nameOf('Probe') && entry.text.includes('probe called hello')),
    ).toBe(true)
  })

  it('by a version or an alias is told so, and runs nothing else', async () => {
    const byAlias = await invoke('Probe', {}, { Qualifier: 'live', LogType: 'Tail' })
    expect(byAlias.version).toBe('1')
    expect(byAlias.payload.context).toMatchObject({
      functionVersion: '1',
      invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${nameOf('Probe')}:live`,
    })
    expect(byAlias.log).toMatch(/^START RequestId: [0-9a-f-]{36} Version: 1\n/)
    const name = nameOf('Probe')
    for (const FunctionName of [`${name}:1`, `000000000000:function:${name}:1`]) {
      expect((await invoke('Probe', {}, { FunctionName })).version).toBe('1')
    }
    for (const unknown of ['2', 'dead', 'constructor']) {
      await expect(invoke('Probe', {}, { Qualifier: unknown })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Function not found: arn:aws:lambda:us-east-1:000000000000:function:${name}:${unknown}`,
      })
    }
    await expect(invoke('Probe', {}, { FunctionName: `${name}:1`, Qualifier: 'live' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
  })

  it('only checks on a dry run', async () => {
    expect(await invoke('Probe', {}, { InvocationType: 'DryRun' })).toMatchObject({ status: 204, payload: undefined })
  })
})

describe('an error', () => {
  it('thrown by the function has its type, message and trace', async () => {
    const { status, error, payload } = await invoke('Service', { do: 'throw', message: 'out of range' })
    expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' })
    expect(payload).toEqual({ errorType: 'RangeError', errorMessage: 'out of range', trace: expect.any(Array) })
    expect(payload.trace[0]).toBe('RangeError: out of range')
  })

  it.each([
    [
      'process.exit',
      { do: 'exit', code: 7 },
      'Runtime.ExitError',
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7$/,
    ],
    ['an unhandled rejection', { do: 'reject' }, 'Runtime.UnhandledPromiseRejection', /^Error: nobody catches me$/],
    ['an exception outside of the handler', { do: 'crash' }, 'TypeError', /^thrown from a timer$/],
    [
      'an answer that is no JSON',
      { do: 'circular' },
      'Runtime.JSONStringifyError',
      /^Unable to stringify response body$/,
    ],
    ['an answer above 6 MB', { do: 'large', bytes: 6_291_557 }, 'Function.ResponseSizeTooLarge', /6291556 bytes/],
    [
      'the time limit',
      { do: 'spin' },
      'Sandbox.Timedout',
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 2.00 seconds$/,
      'Hasty',
    ],
  ])(
    'by %s is a function error, and the next event is served by a new environment',
    async (_what, wish, type, message, name = 'Service') => {
      const { error, payload } = await invoke(name, wish)
      expect(error).toBe('Unhandled')
      expect(payload.errorType).toBe(type)
      expect(payload.errorMessage).toMatch(message)
      expect((await invoke(name, { do: 'answer', answer: 1 })).payload).toBe(1)
    },
  )

  it('by more memory than it has is a function error, too', async () => {
    const { error, payload } = await invoke('Service', { do: 'memory' })
    expect(error).toBe('Unhandled')
    expect(payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/signal: killed$/),
    })
    expect((await invoke('Service', { do: 'answer', answer: 1 })).payload).toBe(1)
  })

  it('in the request is refused by the service', async () => {
    await expect(invoke('Service', {}, { FunctionName: 'unknown' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    await expect(invoke('Service', {}, { Payload: '{broken' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    })
    await expect(invoke('Service', 'x'.repeat(6_291_456))).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
    })
    await expect(invoke('Service', 'x'.repeat(1_048_576), { InvocationType: 'Event' })).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
    })
  })
})

describe('modules', () => {
  it('come from the package, the layers and the runtime, not from the folders around', async () => {
    const { payload } = await invoke('Service', { do: 'outside' })
    expect(payload.errorMessage).toMatch(/^Cannot find module 'csv-parse'/)
  })

  it('may be ES modules, with top-level await and the SDK of the runtime', async () => {
    const { payload } = await invoke('Modern', {})
    expect(JSON.parse(payload.body)).toMatchObject({ started: 'top-level await' })
  })
})

describe('callbacks', () => {
  it('are refused from Node.js 24 on', async () => {
    expect((await invoke('Callback', {})).payload.errorType).toBe('Runtime.CallbackHandlerDeprecated')
  })

  it('answer once the event loop is empty, unless told not to wait', async () => {
    const answeredAfter = async (event: object): Promise<number> => {
      const { payload } = await invoke('Legacy', event)
      return Date.now() - payload.started
    }
    expect(await answeredAfter({ timerMs: 1000 })).toBeGreaterThanOrEqual(990)
    expect(await answeredAfter({ timerMs: 60_000, wait: false })).toBeLessThan(59_000)
    // The next event would wait for that timer.
    await sample.runner.faults.killEnvironments('Legacy')
  })

  it('fail, succeed, or end with nothing', async () => {
    expect((await invoke('Legacy', { fail: 'no' })).payload.errorMessage).toBe('no')
    expect((await invoke('Legacy', { succeed: 'yes' })).payload).toBe('yes')
    expect((await invoke('Legacy', { silent: true })).payload).toBeNull()
  })
})

describe('concurrency', () => {
  it('beyond the reserved one is throttled', async () => {
    const until = join(sample.dataDir, 'one-was-refused')
    const both = [invoke('Single', { until }), invoke('Single', { until })]
    await Promise.race(both).catch(() => writeFileSync(until, ''))
    const results = await Promise.allSettled(both)
    const refused = results.find((one) => one.status === 'rejected')
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(refused?.reason).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    })
  })

  it('is served by as many environments as events', async () => {
    const file = join(sample.dataDir, 'all-are-here')
    const answers = Promise.all(Array.from({ length: 3 }, () => invoke('Service', { do: 'until', file })))
    await eventually('an environment for each', () => {
      const { environments } = sample.runner.functions.find((one) => one.name === nameOf('Service')) ?? {}
      return environments === 3
    })
    writeFileSync(file, '')
    expect((await answers).map((one) => one.payload)).toEqual(['seen', 'seen', 'seen'])
  })
})

describe('a function that calls another', () => {
  it('gets its answer', async () => {
    const { payload } = await invoke('Service', { do: 'call', name: nameOf('Probe'), payload: { deep: true } })
    expect(JSON.parse(payload.payload).event).toEqual({ deep: true })
  })
})
