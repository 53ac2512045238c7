import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Cloud } from '../assembly/cloud.ts'
import { codeFolder } from '../assembly/code.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asNumber, asObject, asText } from '../assembly/template.ts'
import { checkLimits } from './limits.ts'
import { functionNameOf, latest } from './reference.ts'

export type AsyncConfiguration = {
  maximumRetries: number
  maximumAgeMs: number
  onSuccess: string | undefined
  onFailure: string | undefined
}

export type FunctionConfiguration = {
  name: string
  arn: string
  stack: string
  logicalId: string
  path: string
  /** nodejs24.x: 24 */
  nodeMajor: number
  runtime: string
  handler: string
  codeFolder: string
  layerFolders: string[]
  environment: Record<string, string>
  timeoutMs: number
  memoryMb: number
  reservedConcurrency: number | undefined
  deadLetterArn: string | undefined
  asynchronous: AsyncConfiguration
  jsonLogs: boolean
  /** What is less important than this is left out, as `ApplicationLogLevel` says; JSON logs only. */
  logLevel: string | undefined
  logGroup: string
  /** Versions and aliases, and the version each stands for. */
  qualifiers: Record<string, string>
}

const defaultTimeoutSeconds = 3
const defaultMemoryMb = 128
/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const defaultEventAgeSeconds = 21_600
const defaultRetries = 2

export type Configurations = { functions: FunctionConfiguration[]; unsupported: { name: string; reason: string }[] }

export function readFunctions(cloud: Cloud, cache: string): Configurations {
  const asynchronous = readAsyncConfigurations(cloud)
  const layers = new Map(cloud.ofType('AWS::Lambda::LayerVersion').map((layer) => [layer.arn, layer]))
  const functions: FunctionConfiguration[] = []
  const unsupported: { name: string; reason: string }[] = []
  for (const resource of cloud.ofType('AWS::Lambda::Function')) {
    const reason = whyUnsupported(resource)
    if (reason) unsupported.push({ name: resource.name, reason: new ResourceError(resource, reason).message })
    else {
      checkLimits(resource)
      functions.push(readFunction(resource, layers, asynchronous, readQualifiers(cloud, resource.name), cache))
    }
  }
  return { functions, unsupported }
}

function whyUnsupported(resource: Resource): string | undefined {
  if (resource.properties.PackageType === 'Image') return 'container images are not supported'
  const runtime = asText(resource.properties.Runtime) ?? ''
  return /^nodejs\d+\.x$/.test(runtime) ? undefined : `the runtime ${runtime} is not supported, only Node.js`
}

function readFunction(
  resource: Resource,
  layers: Map<string, Resource>,
  asynchronous: Map<string, AsyncConfiguration>,
  qualifiers: Record<string, string>,
  cache: string,
): FunctionConfiguration {
  const { properties } = resource
  const runtime = asText(properties.Runtime) ?? ''
  const handler = asText(properties.Handler)
  if (!handler) throw new ResourceError(resource, 'Handler is missing')
  const variables = asObject(asObject(properties.Environment).Variables)
  const logging = asObject(properties.LoggingConfig)
  const logGroup = asText(logging.LogGroup) ?? `/aws/lambda/${resource.name}`
  return {
    name: resource.name,
    arn: resource.arn,
    stack: resource.stack,
    logicalId: resource.logicalId,
    path: resource.path,
    runtime,
    nodeMajor: Number(runtime.slice('nodejs'.length, -'.x'.length)),
    handler,
    codeFolder: codeFolder(resource, 'Code', cache),
    layerFolders: asList(properties.Layers).map((arn) => layerFolder(resource, String(arn), layers, cache)),
    environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, asText(value) ?? ''])),
    timeoutMs: (asNumber(properties.Timeout) ?? defaultTimeoutSeconds) * 1000,
    memoryMb: asNumber(properties.MemorySize) ?? defaultMemoryMb,
    reservedConcurrency: asNumber(properties.ReservedConcurrentExecutions),
    deadLetterArn: asText(asObject(properties.DeadLetterConfig).TargetArn),
    asynchronous: asynchronous.get(resource.name) ?? defaultAsyncConfiguration(),
    jsonLogs: logging.LogFormat === 'JSON',
    logLevel: logging.LogFormat === 'JSON' ? asText(logging.ApplicationLogLevel) : undefined,
    logGroup,
    qualifiers,
  }
}

/** `$LATEST`, published versions, and aliases of them. */
function readQualifiers(cloud: Cloud, name: string): Record<string, string> {
  const own = (type: string) =>
    cloud.ofType(type).filter((one) => functionNameOf(asText(one.properties.FunctionName) ?? '') === name)
  const versions = own('AWS::Lambda::Version').map((one) => cloud.attribute(one, 'Version'))
  const aliases = own('AWS::Lambda::Alias').map((one): [string, string] => [
    asText(one.properties.Name) ?? '',
    asText(one.properties.FunctionVersion) ?? latest,
  ])
  return { [latest]: latest, ...Object.fromEntries(versions.map((one) => [one, one])), ...Object.fromEntries(aliases) }
}

function layerFolder(resource: Resource, arn: string, layers: Map<string, Resource>, cache: string): string {
  const layer = layers.get(arn)
  if (!layer) throw new ResourceError(resource, `the layer ${arn} is not in this assembly`)
  return codeFolder(layer, 'Content', cache)
}

function defaultAsyncConfiguration(): AsyncConfiguration {
  return {
    maximumRetries: defaultRetries,
    maximumAgeMs: defaultEventAgeSeconds * 1000,
    onSuccess: undefined,
    onFailure: undefined,
  }
}

function readAsyncConfigurations(cloud: Cloud): Map<string, AsyncConfiguration> {
  const configurations = new Map<string, AsyncConfiguration>()
  for (const { properties } of cloud.ofType('AWS::Lambda::EventInvokeConfig')) {
    const destination = (key: string): string | undefined =>
      asText(asObject(asObject(properties.DestinationConfig)[key]).Destination)
    configurations.set(functionNameOf(asText(properties.FunctionName) ?? ''), {
      maximumRetries: asNumber(properties.MaximumRetryAttempts) ?? defaultRetries,
      maximumAgeMs: (asNumber(properties.MaximumEventAgeInSeconds) ?? defaultEventAgeSeconds) * 1000,
      onSuccess: destination('OnSuccess'),
      onFailure: destination('OnFailure'),
    })
  }
  return configurations
}

/** Search paths that a layer adds, as /opt/nodejs/… does in Lambda; a later layer covers an earlier one. */
export function layerModulePaths(layerFolders: string[], nodeMajor: number): string[] {
  const paths = (subfolder: string): string[] =>
    [...layerFolders].reverse().map((folder) => join(folder, subfolder, 'node_modules'))
  return [...paths(join('nodejs', `node${nodeMajor}`)), ...paths('nodejs')].filter((path) => existsSync(path))
}
