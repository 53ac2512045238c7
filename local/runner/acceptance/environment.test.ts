import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, CfnOutput, Stack } from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogEntry } from '../log.ts'
import { type Runner, startRunner } from '../runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'korob-runner-environment-'))
const log: LogEntry[] = []
let runner: Runner

const inline = (stack: Stack, id: string, code: string, environment: Record<string, string> = {}) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(code),
    environment,
  })

beforeAll(async () => {
  const app = new App({ outdir: folder, analyticsReporting: false })
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
  new CfnOutput(stack, 'Address', { value: api.url })
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
    const warnings = log.filter(({ level }) => level === 'warn').map(({ text }) => text)
    expect(warnings).toContain(
      'abroad is for the account 123456789012 and the region eu-west-1; here it runs in 000000000000 and us-east-1',
    )
  })
})
