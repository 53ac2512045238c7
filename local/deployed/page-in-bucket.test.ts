import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AwsEmulator, startAwsEmulator } from '../engines/aws/emulator.ts'
import { freePort } from '../engines/process/ports.ts'
import { type Edge, startEdge } from '../shop/edge/edge.ts'
import { bucketFiles } from './bucket-files.ts'
import { type Clients, clientsFor } from './place.ts'
import { uploadPage } from './upload-page.ts'

const bucket = 'page'
let folder: string
let emulator: AwsEmulator
let clients: Clients
let edge: Edge

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'korob-page-'))
  const page = join(folder, 'web')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<title>Korob</title>')
  writeFileSync(join(page, 'assets/app-1a2b.js'), 'run()')
  emulator = await startAwsEmulator({ dataDir: folder, log: () => undefined })
  clients = clientsFor({ endpoint: emulator.endpoint })
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }))
  expect(await uploadPage(clients.s3, bucket, page)).toBe(2)
  // Nobody listens at the API's address: what is asked for here never gets there.
  edge = await startEdge({ port: await freePort(), web: bucketFiles(clients.s3, bucket), apiUrl: 'http://127.0.0.1:9' })
})
afterAll(async () => {
  await edge?.stop()
  clients?.close()
  await emulator?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, init?: RequestInit) => fetch(edge.url + path, init)

it('serves the uploaded page for every path that names no file, to be asked for again', async () => {
  for (const path of ['/', '/products/kettle', '/t/abc']) {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(await answer.text()).toContain('Korob')
  }
})

it('serves its parts, typed, to be kept for ever', async () => {
  const answer = await get('/assets/app-1a2b.js')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  expect(answer.headers.get('cache-control')).toContain('immutable')
  expect(await answer.text()).toBe('run()')
})

it('answers 404 for a part that is not there, 405 for a change, and 304 for what has not changed', async () => {
  expect((await get('/assets/gone.js')).status).toBe(404)
  expect((await get('/index.html', { method: 'PUT', body: 'mine' })).status).toBe(405)
  const etag = (await get('/')).headers.get('etag') ?? ''
  expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await get('/', { method: 'HEAD' })).status).toBe(200)
})
