import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callable } from '../../../local/deployed/callable.ts'
import { type Clients, clientsFor, emulatorVariables } from '../../../local/deployed/place.ts'
import { localStack, type Release, release } from '../../../local/deployed/release.ts'
import { readStack } from '../../../local/deployed/stack.ts'
import { cacheDir } from '../../../local/engines/paths.ts'
import { type EngineAddresses, stackParameters } from '../../../local/shop/parameters.ts'
import { quiet } from '../../../local/shop/progress.ts'
import { untilSearchable } from '../../../local/shop/searchable.ts'
import { startSmsSimulator } from '../../../local/sms-simulator/server.ts'
import type { AuditTargets } from '../../auditor/facts.ts'
import { demoCouriers, type Target } from '../../e2e/target.ts'
import { auditTargetsOf } from '../../support/audit-targets.ts'
import { serverWithDatabase } from '../../support/database-server.ts'
import { eventually } from '../../support/eventually.ts'
import { required } from '../../support/required.ts'
import { scheduledFunctions } from '../../support/scheduled-functions.ts'
import { linesFor } from './lines.ts'
import { startBeside } from './processes.ts'
import { vhostOfFlows } from './vhost-of-flows.ts'

/** An emulator of AWS that is up. */
export interface Emulator {
  endpoint: string
  /** This machine's address as functions in containers see it; else they are on this machine's loopback like the engines. */
  hostForFunctions?: string
  stop(): Promise<unknown>
}

export interface DeployedShop extends Release {
  target: Target
  endpoint: string
  clients: Clients
  auditTargets: AuditTargets
  /** Runs the functions that have a schedule. */
  tick(): Promise<void>
  /** Where the mapping process tells of its state. */
  mappingUrl: string
  stop(): Promise<void>
}

export interface DeployedShopOptions {
  assembly: string
  startEmulator(dataDir: string, logDir: string): Promise<Emulator>
}

/** The shop as `cdklocal deploy` brings it to an emulator, on the flow run's engines, with all that runs beside it. */
export const deployShop = async ({ assembly, startEmulator }: DeployedShopOptions): Promise<DeployedShop> => {
  const scheduled = scheduledFunctions(assembly)
  const folder = mkdtempSync(join(tmpdir(), 'korob-deployed-'))
  const logDir = join(cacheDir, 'flow-logs')
  mkdirSync(logDir, { recursive: true })
  const name = `deployed-${randomBytes(5).toString('hex')}`
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })]
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const { endpoint, hostForFunctions, stop: stopEmulator } = await startEmulator(folder, logDir)
    closing.push(stopEmulator)
    const clients = clientsFor({ endpoint })
    closing.push(clients.close)
    const database = await serverWithDatabase(name.replaceAll('-', '_'))
    closing.push(database.drop)
    const rabbitMq = await vhostOfFlows(name)
    closing.push(() => rabbitMq.deleteVhost(name))
    const sms = await startSmsSimulator({ dataDir: join(folder, 'sms'), receiptRetryAfterMs: [50, 200, 1000] })
    closing.push(() => sms.close())
    const {
      edge,
      mapping,
      stop: stopBeside,
    } = await startBeside({ endpoint, rabbitMqUrl: rabbitMq.urlOf(name), logDir })
    closing.push(stopBeside)
    const { url } = edge

    const openSearchUrl = process.env.TEST_OPENSEARCH_URL
    const lines = linesFor(hostForFunctions)
    closing.push(lines.close)
    const gateway = { url: await lines.url(sms.url), account: sms.accountSid, token: sms.authToken }
    const { pathname, username, password } = new URL(database.url)
    const engines: EngineAddresses = {
      postgres: {
        ...(await lines.server(database.url)),
        adminUser: decodeURIComponent(username),
        adminPassword: decodeURIComponent(password),
      },
      rabbitMq: { user: rabbitMq.user, password: rabbitMq.password, ...(await lines.server(rabbitMq.urlOf(name))) },
      openSearch: openSearchUrl ? { url: await lines.url(openSearchUrl) } : undefined,
    }
    const place = { database: pathname.slice(1), vhost: name, indexPrefix: `${name}-`, publicUrl: url }
    const released = await release({
      endpoint,
      clients,
      assembly,
      webDir: required('TEST_WEB_DIR'),
      parameters: { ...stackParameters(engines, gateway, place), RabbitMqRetrySteps: '500,1000,3000' },
      progress: quiet,
    })
    const { apiUrl, outputs } = released
    await eventually('the page', async () => (await fetch(url)).ok)
    if (openSearchUrl && !(await untilSearchable({ apiUrl, databaseUrl: database.url }, 240_000)))
      throw new Error('the catalogue is not indexed')
    return {
      ...released,
      endpoint,
      clients,
      mappingUrl: mapping.url,
      tick: () => runSchedules(clients, outputs, scheduled),
      target: {
        url,
        apiUrl,
        sms: { url: sms.url, login: { account: sms.accountSid, token: sms.authToken } },
        courierTokens: () => {
          Object.assign(process.env, emulatorVariables(endpoint))
          return demoCouriers(outputs.TokenSecretArn ?? '')
        },
      },
      auditTargets: auditTargetsOf({ databaseUrl: database.url, sms, rabbitMq, vhost: name, sqsEndpoint: endpoint }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const runSchedules = async (
  clients: Clients,
  outputs: Release['outputs'],
  scheduled: ReadonlySet<string>,
): Promise<void> => {
  const { functions = [] } = (await readStack(clients.cloudFormation, localStack)) ?? {}
  const due = functions.filter(({ logicalId }) => scheduled.has(logicalId))
  const { invoke } = callable(clients.lambda, outputs)
  for (const { functionError, payload } of await Promise.all(due.map(({ name }) => invoke(name, {}))))
    if (functionError) throw new Error(JSON.stringify(payload))
}
