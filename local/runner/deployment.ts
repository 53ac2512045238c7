import type { DatabaseSync } from 'node:sqlite'
import { apiWarnings } from './apigateway/check.ts'
import type { RestApi } from './apigateway/model.ts'
import { readRestApis } from './apigateway/read.ts'
import { type Account, type Cloud, createCloud } from './assembly/cloud.ts'
import { readAssembly, type StackSource } from './assembly/read.ts'
import { checkSupport } from './assembly/support.ts'
import { type FunctionConfiguration, readFunctions } from './lambda/configuration.ts'
import { destinationWarnings } from './lambda/destinations.ts'
import type { Log } from './log.ts'
import { type ReadMappings, readMappings } from './mappings/read.ts'
import type { Messaging } from './messaging/clients.ts'
import { provisionMessaging } from './messaging/provision.ts'
import { ParameterStore } from './parameters/store.ts'
import { readSchedules, type ScheduledRule } from './schedules/read.ts'
import { SecretStore } from './secrets/store.ts'

/** Everything an assembly asks for, read and resolved. */
export type Application = {
  cloud: Cloud
  functions: FunctionConfiguration[]
  apis: RestApi[]
  mappings: ReadMappings
  schedules: ScheduledRule[]
  outputs: Record<string, string>
}

export type Stores = { secrets: SecretStore; parameters: ParameterStore }

export function openStores(database: DatabaseSync): Stores {
  return { secrets: new SecretStore(database), parameters: new ParameterStore(database) }
}

export type DeploymentSettings = {
  assembly: string
  account: Account
  parameters: Record<string, string>
  cache: string
  /** Where this runner serves an API: what stands for its https address in AWS. */
  apiUrl(api: RestApi, first: boolean): string
  stores: Stores
  messaging: Messaging
  log: Log
}

/** Reads the assembly and creates what it needs in the emulator and the stores. */
export async function deploy(settings: DeploymentSettings): Promise<Application> {
  const { account, stores, messaging, log } = settings
  const sources = readAssembly(settings.assembly)
  const cloud = createCloud(sources, account, settings.parameters, (service, reference) =>
    dynamicReference(stores, service, reference),
  )
  stores.secrets.provision(cloud)
  stores.parameters.provision(cloud)
  const { functions, warnings } = readFunctions(cloud, settings.cache)
  const apis = readRestApis(cloud)
  const mappings = readMappings(cloud, messaging.queueUrl)
  const schedules = readSchedules(cloud)
  const undelivered = await provisionMessaging(cloud, messaging)
  const toLocal = localAddresses(apis, settings.apiUrl)
  for (const one of functions) one.environment = mapValues(one.environment, toLocal)
  const outputs = mapValues(cloud.outputs, toLocal)
  for (const { name, path } of functions) log({ level: 'debug', text: `function ${name} (${path})` })
  for (const { id, value } of apis.flatMap((api) => api.apiKeys))
    log({ level: 'debug', text: `API key ${id}: ${value}` })
  const support = checkSupport(cloud.resources)
  for (const [type, count] of support.accepted)
    log({ level: 'debug', text: `accepted and not needed here: ${count} × ${type}` })
  for (const text of [
    ...sources.flatMap((source) => elsewhere(source, account)),
    ...warnings,
    ...destinationWarnings(cloud, functions),
    ...mappings.warnings,
    ...undelivered,
    ...support.warnings,
    ...apis.flatMap(apiWarnings),
    ...schedules.warnings,
    ...cloud.warnings,
  ])
    log({ level: 'warn', text })
  return { cloud, functions, apis, mappings, schedules: schedules.rules, outputs }
}

function mapValues(values: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

/** What a stack that names its account and region finds otherwise here: emulators have one of each. */
function elsewhere({ name, environment }: StackSource, account: Account): string[] {
  const { accountId = account.accountId, region = account.region } = environment ?? {}
  if (accountId === account.accountId && region === account.region) return []
  const here = `here it runs in ${account.accountId} and ${account.region}`
  return [`${name} is for the account ${accountId} and the region ${region}; ${here}`]
}

/**
 * Puts this runner's address in place of an API's https://{id}.execute-api.{region}.amazonaws.com/{stage}, whatever the
 * region: a stack that names its own has it in its addresses.
 */
function localAddresses(apis: RestApi[], apiUrl: (api: RestApi, first: boolean) => string): (text: string) => string {
  const pairs = apis.map((api, index): [RegExp, string] => [
    new RegExp(
      `https://${api.id}\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/${literal(api.stage)}(?![\\w-])`,
      'g',
    ),
    apiUrl(api, index === 0),
  ])
  return (text) => pairs.reduce((value, [cloudUrl, localUrl]) => value.replace(cloudUrl, localUrl), text)
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function dynamicReference({ secrets, parameters }: Stores, service: string, reference: string): string {
  if (service === 'ssm' || service === 'ssm-secure') {
    const name = reference.replace(/:\d+$/, '')
    const found = parameters.find(name)
    if (!found) throw new Error(`the parameter ${name} does not exist`)
    return found.value
  }
  if (service !== 'secretsmanager') throw new Error(`dynamic references to ${service} are not supported`)
  const match =
    /^(arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)(?::SecretString(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?)?$/.exec(
      reference,
    )
  const id = match?.[1] ?? reference
  const name = secrets.names().find((one) => one === id || new RegExp(`:secret:${literal(one)}-\\w{6}$`).test(id))
  const version = name && secrets.find(name, match?.[4] || undefined, match?.[3] || 'AWSCURRENT')
  if (!version) throw new Error(`the secret ${id} has no value`)
  const text = version.secretString ?? ''
  const key = match?.[2]
  return key ? String((JSON.parse(text) as Record<string, unknown>)[key] ?? '') : text
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
