import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { App, CfnOutput, Stack } from 'aws-cdk-lib/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogEntry } from '../log.ts'
import { type Runner, startRunner } from '../runner.ts'
import { eventually } from '../testing/sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'korob-runner-environment-'))
const log: LogEntry[] = []
let runner: Runner

const warnings = () => log.filter(({ level }) => level === 'warn').map(({ text }) => text)

const inline = (stack: Stack, id: string, code: string, environment: Record<string, string> = {}) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(code),
    environment,
  })

beforeAll(async () => {
  const app = new App({ outdir: folder, analyticsReporting: false, builtinCloudFormationValidation: false })
  const stack = new Stack(app, 'abroad', { env: { account: '123456789012', region: 'eu-west-1' } })
  const answers = inline(stack, 'Answers', 'exports.handler = async () => ({ statusCode: 200, body: "here" })')
  const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: answers })
  inline(stack, 'Caller', 'exports.handler = async () => ({ ...process.env })', {
    API_URL: api.urlForPath('/things'),
    // As people write it who know where they deploy to.
    WRITTEN: `https://${api.restApiId}.execute-api.cn-north-1.amazonaws.com.cn/prod`,
    ANOTHER_STAGE: `https://${api.restApiId}.execute-api.eu-west-1.amazonaws.com/production/`,
    ANOTHER_API: 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/',
  })
  inline(stack, 'Recorded', 'exports.handler = async () => "done"').configureAsyncInvoke({
    onSuccess: { bind: () => ({ destination: 'arn:aws:s3:::archive' }) },
    onFailure: { bind: () => ({ destination: 'arn:aws:sqs:eu-west-1:123456789012:of-another-stack' }) },
  })
  new CfnOutput(stack, 'Address', { value: api.url })
  const beside = new Stack(app, 'beside')
  new apigateway.LambdaRestApi(beside, 'Api', {
    handler: inline(beside, 'Answers', 'exports.handler = async () => ({ statusCode: 200, body: "beside" })'),
  })
  app.synth()
  runner = await startRunner({
    assembly: folder,
    awsEndpoint: 'http://127.0.0.1:1',
    watch: false,
    log: (entry) => log.push(entry),
  })
}, 60_000)
afterAll(async () => {
  await runner?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('a stack with an account and a region of its own', () => {
  it('finds our addresses where the template has those of its APIs in AWS', async () => {
    expect(runner.outputs.Address).toBe(`${runner.apiUrl}/`)
    expect(await (await fetch(`${runner.outputs.Address}`)).text()).toBe('here')
    const { payload } = await runner.invoke('Caller', {})
    expect(payload).toMatchObject({
      API_URL: `${runner.apiUrl}/things`,
      WRITTEN: runner.apiUrl,
      ANOTHER_STAGE: expect.stringMatching(/^https:.*\.amazonaws\.com\/production\/$/),
      ANOTHER_API: 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/',
    })
  })

  it("runs in the emulator's account and region, which is said at the start", async () => {
    const { payload } = await runner.invoke('Caller', {})
    expect(payload).toMatchObject({ AWS_REGION: 'us-east-1' })
    expect(warnings()).toContain(
      'abroad is for the account 123456789012 and the region eu-west-1; here it runs in 000000000000 and us-east-1',
    )
  })
})

describe('two stacks with an API of the same logical id', () => {
  it('have an address each', async () => {
    const names = Object.keys(runner.apis)
    expect(names).toEqual([expect.stringMatching(/^abroad\.Api/), expect.stringMatching(/^beside\.Api/)])
    const answers = await Promise.all(Object.values(runner.apis).map(async (url) => (await fetch(`${url}/`)).text()))
    expect(answers).toEqual(['here', 'beside'])
  })
})

describe('a destination of asynchronous events that is not to be had here', () => {
  it('is told at the start', () => {
    const told = warnings().filter((text) => text.includes('Recorded'))
    expect(told).toEqual([
      expect.stringContaining('arn:aws:s3:::archive are dropped: only queues, topics and functions are served'),
      expect.stringContaining(':of-another-stack are dropped: it is not in this assembly'),
    ])
  })

  it('costs the record alone', async () => {
    const { requestId } = await runner.invoke('Recorded', {}, { type: 'Event' })
    await eventually('the queue to be empty', () => runner.pendingEvents === 0)
    const errors = log.filter(({ level, text }) => level === 'error' && text.includes(requestId))
    expect(errors).toHaveLength(1)
  })
})
