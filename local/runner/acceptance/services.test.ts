import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample?.stop())

const secrets = (): SecretsManagerClient =>
  new SecretsManagerClient({
    endpoint: sample.runner.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })

const arn = (): string =>
  Object.entries(sample.runner.outputs).find(([name]) => name.includes('RefPassword'))?.[1] ?? ''

describe('Secrets Manager', () => {
  it('generates what the template asks for, by ARN and by name, the same after a restart', async () => {
    const first = await secrets().send(new GetSecretValueCommand({ SecretId: arn() }))
    const value = JSON.parse(first.SecretString ?? '')
    expect(value.username).toBe('sample')
    expect(value.password).toHaveLength(20)
    expect(first.VersionStages).toEqual(['AWSCURRENT'])
    await sample.restart()
    const second = await secrets().send(new GetSecretValueCommand({ SecretId: first.Name }))
    expect(second.SecretString).toBe(first.SecretString)
    expect(second.ARN).toBe(arn())
  })

  it('keeps the former value as AWSPREVIOUS', async () => {
    const before = await secrets().send(new GetSecretValueCommand({ SecretId: arn() }))
    const put = await secrets().send(new PutSecretValueCommand({ SecretId: arn(), SecretString: '{"username":"new"}' }))
    const value = (VersionStage?: string) =>
      secrets().send(new GetSecretValueCommand({ SecretId: arn(), VersionStage }))
    expect((await value()).SecretString).toBe('{"username":"new"}')
    expect((await value('AWSPREVIOUS')).SecretString).toBe(before.SecretString)
    const { VersionIdsToStages } = await secrets().send(new DescribeSecretCommand({ SecretId: arn() }))
    expect(VersionIdsToStages).toEqual({
      [put.VersionId as string]: ['AWSCURRENT'],
      [before.VersionId as string]: ['AWSPREVIOUS'],
    })
  })

  it('answers a repeated request as it did the first time, and refuses its token for another value', async () => {
    const ClientRequestToken = '00000000-0000-4000-8000-000000000001'
    const put = (SecretString: string) =>
      new PutSecretValueCommand({ SecretId: arn(), SecretString, ClientRequestToken })
    const first = await secrets().send(put('{"username":"token"}'))
    const again = await secrets().send(put('{"username":"token"}'))
    expect(again).toMatchObject({ VersionId: ClientRequestToken, VersionStages: first.VersionStages })
    await expect(secrets().send(put('{"username":"other"}'))).rejects.toMatchObject({ name: 'ResourceExistsException' })
    const create = (SecretString: string) =>
      new CreateSecretCommand({ Name: 'made-once', SecretString, ClientRequestToken })
    await secrets().send(create('x'))
    expect(await secrets().send(create('x'))).toMatchObject({ Name: 'made-once', VersionId: ClientRequestToken })
    await expect(secrets().send(create('y'))).rejects.toMatchObject({ name: 'ResourceExistsException' })
  })

  it('says what it does not find', async () => {
    await expect(secrets().send(new GetSecretValueCommand({ SecretId: 'nothing' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})

describe('Systems Manager', () => {
  const call = async (operation: string, input: object): Promise<{ status: number; body: Record<string, never> }> => {
    const answer = await fetch(sample.runner.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AmazonSSM.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, never> }
  }

  it("serves the template's parameters", async () => {
    const { body } = await call('GetParameter', { Name: '/sample/greeting' })
    expect(body).toMatchObject({ Parameter: { Name: '/sample/greeting', Type: 'String', Value: 'Hello', Version: 1 } })
    const byPath = await call('GetParametersByPath', { Path: '/sample' })
    expect(byPath.body).toMatchObject({ Parameters: [{ Name: '/sample/greeting' }] })
  })

  it('knows no operation by what every object has', async () => {
    expect(await call('toString', {})).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } })
  })

  it('says what it does not find', async () => {
    expect(await call('GetParameter', { Name: '/nothing' })).toMatchObject({
      status: 400,
      body: { __type: 'ParameterNotFound' },
    })
    expect(await call('Unheard', {})).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } })
  })
})

describe('parameters of the template', () => {
  it('have their defaults, or what is given', async () => {
    const city = async (): Promise<unknown> => {
      const { payload } = await sample.runner.invoke('sample/Probe', {})
      return (payload as { env: Record<string, string> }).env.CITY
    }
    expect(await city()).toBe('Sample Town')
    await sample.restart({ parameters: { City: 'Elsewhere' } })
    expect(await city()).toBe('Elsewhere')
  })

  it('that no stack has are refused', async () => {
    await expect(startSample({ parameters: { Town: 'x' } })).rejects.toThrow(
      'No stack has the parameter Town (parameters: City)',
    )
  })
})

describe('the Invoke API', () => {
  const path = (name: string) => `${sample.runner.endpoint}/2015-03-31/functions/${name}/invocations`

  it('is for POST only: a picture on some page must not run a function', async () => {
    const name = sample.runner.functions[0]?.name ?? ''
    expect((await fetch(path(name))).status).toBe(405)
  })

  it('refuses a name that cannot be decoded', async () => {
    expect((await fetch(path('%zz'), { method: 'POST' })).status).toBe(400)
  })
})
