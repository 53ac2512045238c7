import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { services } from '@korob/platform/migrate'
import { signAccessToken } from '@korob/platform/tokens'
import pg from 'pg'
import { type AwsEmulator, startAwsEmulator } from '../../local/engines/aws/emulator.ts'
import { freePort } from '../../local/engines/process/ports.ts'
import { type RabbitMq, startRabbitMq } from '../../local/engines/rabbitmq/rabbitmq.ts'
import { type LogEntry, streamLog } from '../../local/runner/log.ts'
import type { RunnerOptions } from '../../local/runner/options.ts'
import { type Runner, startRunner } from '../../local/runner/runner.ts'
import { takeKeysOf } from '../../local/shop/keys-of-stack.ts'
import { stackParameters } from '../../local/shop/parameters.ts'
import { untilSearchable } from '../../local/shop/searchable.ts'
import { type SmsSimulator, startSmsSimulator } from '../../local/sms-simulator/server.ts'
import type { AuditTargets } from '../auditor/facts.ts'
import { auditTargetsOf } from './audit-targets.ts'
import { serverWithDatabase } from './database-server.ts'
import { migratedTemplate } from './migrated-template.ts'
import { required } from './required.ts'
import { scheduledFunctions } from './scheduled-functions.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where runners of flows say what they and their functions do. */
export const logFolder = join(root, '.cache/flow-logs')

export interface TestShopOptions {
  /** A RabbitMQ of this shop's own, to be killed and restarted; else the flow run's with a vhost of its own. */
  ownRabbitMq?: boolean
  /** Schedules run on their own; else tests run them by `tick`. */
  schedules?: boolean
  assembly?: string
  /** No OpenSearch: search runs on PostgreSQL. */
  withoutOpenSearch?: boolean
  /** Another way to the flow run's OpenSearch, such as a line that a test cuts. */
  openSearchUrl?: string
  /** Where shoppers find the shop, when a page stands before it; else the API itself. */
  publicUrl?: string
  maxEnvironments?: number
  /** Couriers of the demo city. */
  fleetSize?: number
}

/** A whole shop of a suite's own: database, vhost, emulator, simulator and runner; engines are the flow run's. */
export interface TestShop {
  /** The REST API with its stage; paths begin with /api. */
  apiUrl: string
  runner: Runner
  /** What the runner was started with, for another to take its place. */
  runnerOptions: RunnerOptions
  sms: SmsSimulator
  rabbitMq: RabbitMq
  aws: AwsEmulator
  /** An administrator's connection, for looking and for faults. */
  db: pg.Client
  auditTargets: AuditTargets
  /** Runs all that schedules would run: relays, sweepers, completers. */
  tick(): Promise<void>
  /** Migrations and topology once more. */
  provision(): Promise<void>
  /** All that the runner and the functions have logged so far. */
  log: readonly LogEntry[]
  courierToken(courierId: string): Promise<string>
  stop(): Promise<void>
}

/** The flow run's broker, seen as an engine that this suite must not stop. */
const sharedRabbitMq = (log: (line: string) => void): Promise<RabbitMq> =>
  startRabbitMq({
    dataDir: '',
    log,
    url: required('TEST_RABBITMQ_URL'),
    consoleUrl: required('TEST_RABBITMQ_MANAGEMENT_URL'),
  })

const call = async (runner: Runner, name: string, payload: unknown): Promise<void> => {
  const result = await runner.invoke(name, payload)
  if (result.functionError) throw new Error(`${name}: ${JSON.stringify(result.payload)}`)
}

/** For what makes the shop ready: an engine that a busy machine kept waiting longer than functions wait is asked again. */
const callUntilReached = async (runner: Runner, name: string, payload: unknown): Promise<void> => {
  for (const deadline = Date.now() + 120_000; ; ) {
    const { functionError, payload: answer } = await runner.invoke(name, payload)
    if (!functionError) return
    const isUnreachable = (answer as { errorType?: string } | null)?.errorType === 'Unreachable'
    if (!isUnreachable || Date.now() > deadline) throw new Error(`${name}: ${JSON.stringify(answer)}`)
  }
}

export const startTestShop = async (options: TestShopOptions = {}): Promise<TestShop> => {
  const assembly = options.assembly ?? required('TEST_ASSEMBLY')
  const scheduled = scheduledFunctions(assembly)
  const folder = mkdtempSync(join(tmpdir(), 'korob-shop-'))
  const name = `shop-${randomBytes(5).toString('hex')}`
  const closing: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const close of closing.reverse()) await close()
  }
  const log = () => {}
  const entries: LogEntry[] = []
  mkdirSync(logFolder, { recursive: true })
  const logFile = join(logFolder, `${name}.log`)
  const toFile = streamLog({ write: (text) => appendFileSync(logFile, text) })
  try {
    const database = await serverWithDatabase(name.replaceAll('-', '_'), await migratedTemplate(services))
    closing.push(database.drop)
    const rabbitMq = options.ownRabbitMq
      ? await startRabbitMq({ dataDir: join(folder, 'mq'), log })
      : await sharedRabbitMq(log)
    if (options.ownRabbitMq) closing.push(() => rabbitMq.stop())
    await rabbitMq.ensureVhost(name)
    closing.push(async () => options.ownRabbitMq || rabbitMq.deleteVhost(name))
    const aws = await startAwsEmulator({ dataDir: join(folder, 'aws'), log })
    closing.push(() => aws.stop())
    const sms = await startSmsSimulator({ dataDir: join(folder, 'sms'), receiptRetryAfterMs: [50, 200, 1000] })
    closing.push(() => sms.close())
    const port = await freePort()
    const openSearchUrl = options.withoutOpenSearch
      ? ''
      : (options.openSearchUrl ?? process.env.TEST_OPENSEARCH_URL ?? '')
    const { pathname, hostname, port: databasePort, username, password } = new URL(database.url)
    const postgres = {
      host: hostname,
      port: Number(databasePort),
      adminUser: decodeURIComponent(username),
      adminPassword: decodeURIComponent(password),
    }
    const parameters = stackParameters(
      { postgres, rabbitMq, openSearch: { url: openSearchUrl } },
      { url: sms.url, account: sms.accountSid, token: sms.authToken },
      {
        database: pathname.slice(1),
        vhost: name,
        indexPrefix: `${name}-`,
        // Receipts come back here, and links in texts lead here.
        publicUrl: options.publicUrl ?? `http://127.0.0.1:${port}/local`,
      },
    )
    const runnerOptions: RunnerOptions = {
      assembly,
      port,
      awsEndpoint: aws.endpoint,
      rabbitMqUrl: rabbitMq.urlOf(name),
      dataDir: join(folder, 'runner'),
      // Compiling what functions load is most of what a shop's start costs, and all shops load the same.
      compileCache: join(dirname(required('TEST_ASSEMBLY')), 'compiled'),
      schedules: options.schedules ?? false,
      watch: false,
      asyncRetryBaseMs: 200,
      log: (entry) => {
        entries.push(entry)
        toFile(entry)
      },
      maxEnvironments: options.maxEnvironments ?? 80,
      // As many at once as there are calls, as in Lambda: what meets there must meet here.
      patienceMs: 0,
      // A killed sender's texts are looked for twice, so long apart, before they are sent.
      parameters: { ...parameters, RabbitMqRetrySteps: '500,1000,3000', SmsSettleMs: '10000' },
    }
    const runner = await startRunner(runnerOptions)
    closing.push(() => runner.stop())
    const provision = () => callUntilReached(runner, runner.outputs.ProvisionFunction ?? 'provision', {})
    await provision()
    for (const seed of (runner.outputs.SeedFunctions ?? '').split(',').filter(Boolean))
      await callUntilReached(runner, seed, { fleetSize: options.fleetSize ?? 4 })
    const db = new pg.Client({ connectionString: database.url })
    await db.connect()
    closing.push(() => db.end())
    const search = { apiUrl: runner.apiUrl, databaseUrl: database.url }
    if (openSearchUrl && !(await untilSearchable(search, 240_000))) throw new Error('the catalogue is not indexed')
    return {
      apiUrl: runner.apiUrl,
      runner,
      runnerOptions,
      sms,
      rabbitMq,
      aws,
      db,
      auditTargets: auditTargetsOf({
        databaseUrl: database.url,
        sms,
        rabbitMq,
        vhost: name,
        sqsEndpoint: aws.endpoint,
      }),
      tick: async () => {
        const due = runner.functions.filter(({ logicalId }) => scheduled.has(logicalId))
        await Promise.all(due.map((one) => call(runner, one.name, {})))
      },
      provision,
      log: entries,
      courierToken: (courierId) => {
        takeKeysOf(runner)
        return signAccessToken({ role: 'courier', id: courierId }, 3600)
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
