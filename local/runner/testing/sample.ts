import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { startAwsEmulator } from '../../engines/aws/emulator.ts'
import type { Template } from '../assembly/template.ts'
import type { LogEntry } from '../log.ts'
import { connectMessaging, type Messaging } from '../messaging/clients.ts'
import { accountId, defaults, type RunnerOptions } from '../options.ts'
import { type Runner, startRunner } from '../runner.ts'
import { sampleAssembly } from './assembly.ts'

export type Sample = {
  runner: Runner
  messaging: Messaging
  awsEndpoint: string
  dataDir: string
  log: LogEntry[]
  /** Stops the runner and starts another on the same data. */
  restart(options?: Partial<RunnerOptions>): Promise<Runner>
  queueUrl(part: string): string
  receive(part: string): Promise<Message[]>
  /** Contents of the objects below a prefix of the app's bucket, in the order of their keys. */
  objects(prefix: string): Promise<string[]>
  clear(prefix: string): Promise<void>
  stop(): Promise<void>
}

/** The sample app, running with an emulator of its own. */
export async function startSample(options: Partial<RunnerOptions> = {}): Promise<Sample> {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-runner-test-'))
  const emulator = await startAwsEmulator({ dataDir, log: () => undefined })
  const messaging = connectMessaging({ accountId, region: defaults.region, awsEndpoint: emulator.endpoint })
  const log: LogEntry[] = []
  const start = async (changes: Partial<RunnerOptions>): Promise<Runner> =>
    startRunner({
      assembly: await sampleAssembly(),
      awsEndpoint: emulator.endpoint,
      dataDir,
      compileCache: join(dirname(await sampleAssembly()), 'compiled'),
      schedules: false,
      watch: false,
      asyncRetryBaseMs: 20,
      stopGraceMs: 200,
      log: (entry) => log.push(entry),
      ...options,
      ...changes,
    })
  const assembly = await sampleAssembly()
  const template = JSON.parse(readFileSync(join(assembly, 'sample-data.template.json'), 'utf8')) as Template
  let runner = await start({})
  const queueUrl = (part: string): string => `${emulator.endpoint}/${accountId}/${physicalName(template, part)}`
  const bucket = physicalName(template, 'Files').toLowerCase()
  const keys = async (prefix: string): Promise<string[]> => {
    const { Contents } = await messaging.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
    return (Contents ?? []).map(({ Key }) => Key ?? '').sort()
  }
  return {
    get runner() {
      return runner
    },
    messaging,
    awsEndpoint: emulator.endpoint,
    dataDir,
    log,
    async restart(changes = {}) {
      await runner.stop()
      runner = await start(changes)
      return runner
    },
    queueUrl,
    async receive(part) {
      const { Messages } = await messaging.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl(part),
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 0,
          MessageAttributeNames: ['All'],
        }),
      )
      return Messages ?? []
    },
    async objects(prefix) {
      return Promise.all(
        (await keys(prefix)).map(async (Key) => {
          const { Body } = await messaging.s3.send(new GetObjectCommand({ Bucket: bucket, Key }))
          return (await Body?.transformToString()) ?? ''
        }),
      )
    },
    async clear(prefix) {
      for (const Key of await keys(prefix)) await messaging.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    },
    async stop() {
      await runner.stop()
      messaging.close()
      await emulator.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The name of a resource of the data stack. */
function physicalName(template: Template, part: string): string {
  const logicalId = Object.keys(template.Resources).find((id) => new RegExp(`^${part}[0-9A-F]{8}$`).test(id))
  if (!logicalId) throw new Error(`The data stack has no ${part}`)
  return `sample-data-${logicalId}`
}

/** Polls until `check` gives something, and says in vain for what after the limit. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 100_000,
): Promise<T> {
  const untilMs = Date.now() + limitMs
  for (;;) {
    const found = await check()
    if (found !== undefined && found !== false) return found
    if (Date.now() > untilMs) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
