import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hashCode, isCode, seal, unseal } from '@korob/platform/sealed'
import { forgetSecret } from '@korob/platform/secrets'
import { rotatedSecret } from '@korob/platform/shared-key'
import { signAccessToken, verifyAccessToken } from '@korob/platform/tokens'
import { readTrackingToken, signTrackingToken } from '@korob/platform/tracking-token'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const versions = { AWSCURRENT: '', AWSPREVIOUS: '' }
let reads = 0
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  reads += 1
  const { SecretId, VersionStage } = JSON.parse(body) as { SecretId: string; VersionStage: keyof typeof versions }
  const value = versions[VersionStage]
  response.setHeader('content-type', 'application/x-amz-json-1.1')
  if (value === '') {
    response.statusCode = 400
    response.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'none' }))
  } else response.end(JSON.stringify({ ARN: SecretId, SecretString: value }))
})

const settings = ['TOKEN_SECRET_ARN', 'TRACKING_SECRET_ARN', 'CODES_SECRET_ARN']
const newKey = () => `another key ${Math.random()} of enough letters`
/** As a process that has just started. */
const startAnew = () => settings.forEach((name) => void forgetSecret(name))
const rotate = () => {
  versions.AWSPREVIOUS = versions.AWSCURRENT
  versions.AWSCURRENT = JSON.stringify({ key: newKey() })
}
/** As `npm run keys:rotate` does. */
const rotateBy = (until: Date) => {
  versions.AWSPREVIOUS = versions.AWSCURRENT
  versions.AWSCURRENT = rotatedSecret(versions.AWSCURRENT, newKey(), until, new Date())
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  for (const name of settings) process.env[name] = name
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  })
})
beforeEach(() => {
  versions.AWSPREVIOUS = ''
  versions.AWSCURRENT = JSON.stringify({ key: 'the first key, of enough letters to do' })
  startAnew()
})
afterAll(() => {
  vi.useRealTimers()
  server.closeAllConnections()
  server.close()
})

const actor = { role: 'operator', id: 'o-1' } as const
const orderId = '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85'

describe('a key that is rotated', () => {
  it('signs nobody out: what the key before has signed, sealed and hashed still counts', async () => {
    const token = await signAccessToken(actor)
    const link = await signTrackingToken(orderId, new Date(Date.now() + 60_000))
    const [sealed, hash] = [await seal('042042', 'id'), await hashCode('042042', 'id')]
    rotate()
    startAnew()
    expect(await verifyAccessToken(token)).toEqual(actor)
    expect(await readTrackingToken(link, new Date())).toMatchObject({ orderId })
    expect(await unseal(sealed, 'id')).toBe('042042')
    expect(await isCode('042042', 'id', hash)).toBe(true)
    rotate()
    startAnew()
    expect(await verifyAccessToken(token)).toBeUndefined()
    expect(await readTrackingToken(link, new Date())).toBeUndefined()
    expect(await unseal(sealed, 'id')).toBeUndefined()
  })

  it('leaves links good for as long as they live, however often it is rotated meanwhile', async () => {
    const days = (n: number) => new Date(Date.now() + n * 24 * 3600 * 1000)
    const links = []
    for (let time = 0; time < 5; time += 1) {
      links.push(await signTrackingToken(orderId, days(60)))
      rotateBy(days(61 - time))
      startAnew()
    }
    for (const link of links) expect(await readTrackingToken(link, new Date())).toMatchObject({ orderId })
    // The value before doesn't have to be there for that.
    versions.AWSPREVIOUS = ''
    startAnew()
    for (const link of links) expect(await readTrackingToken(link, new Date())).toMatchObject({ orderId })
    // A key that is over counts no more, and is forgotten with the next rotation.
    vi.useFakeTimers({ now: days(60), toFake: ['Date'] })
    const then = new Date()
    expect(await readTrackingToken(links[4] ?? '', new Date(0))).toBeUndefined()
    expect(await readTrackingToken(links[0] ?? '', new Date(0))).toMatchObject({ orderId })
    // Not by the value before either.
    versions.AWSPREVIOUS = JSON.stringify({ key: JSON.parse(versions.AWSCURRENT).earlier[0].key })
    startAnew()
    expect(await readTrackingToken(links[4] ?? '', new Date(0))).toBeUndefined()
    expect(JSON.parse(rotatedSecret(versions.AWSCURRENT, newKey(), then, then)).earlier).toHaveLength(1)
    vi.useRealTimers()
  })

  it('is known at once where others sign with it already, though the one before is still remembered', async () => {
    await verifyAccessToken(await signAccessToken(actor))
    rotate()
    startAnew()
    const token = await signAccessToken(actor)
    // This process goes back to the time before it heard of the new key.
    const now = { ...versions }
    Object.assign(versions, { AWSCURRENT: versions.AWSPREVIOUS, AWSPREVIOUS: '' })
    startAnew()
    await signAccessToken(actor)
    Object.assign(versions, now)
    vi.useFakeTimers({ now: Date.now() + 11_000, toFake: ['Date'] })
    expect(await verifyAccessToken(token)).toEqual(actor)
    vi.useRealTimers()
  })

  it('can not be asked for again and again by who sends forged tokens', async () => {
    const [head = '', , mac = ''] = (await signAccessToken(actor)).split('.')
    const forgedHead = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'unknown1' })).toString('base64url')
    await verifyAccessToken(`${forgedHead}.e30.${mac}`)
    const before = reads
    for (let time = 0; time < 20; time++) await verifyAccessToken(`${forgedHead}.e30.${mac}`)
    expect(head).not.toBe(forgedHead)
    // The version before the first is looked for each time; there is none to remember.
    expect(reads - before).toBeLessThanOrEqual(20)
  })
})

describe('a sealed text', () => {
  it('is read by nobody for another purpose, and not once it was changed', async () => {
    const sealed = await seal('042042', 'one')
    expect(await unseal(sealed, 'other')).toBeUndefined()
    const bytes = Buffer.from(sealed, 'base64url')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(await unseal(bytes.toString('base64url'), 'one')).toBeUndefined()
    expect(await unseal('x', 'one')).toBeUndefined()
    expect(await seal('042042', 'one')).not.toBe(sealed)
  })
})
