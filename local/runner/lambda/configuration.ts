import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Cloud } from '../assembly/cloud.ts'
import { codeFolder } from '../assembly/code.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asNumber, asObject, asText } from '../assembly/template.ts'
import { type AsyncConfiguration, defaultAsyncConfiguration, readAsyncConfigurations } from './async-configuration.ts'
import { checkLimits } from './limits.ts'
import { functionNameOf, latest } from './reference.ts'

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

export const defaultTimeoutSeconds = 3
const defaultMemoryMb = 128
export type Configurations = { functions: FunctionConfiguration[]; warnings: string[] }

type Context = {
  cloud: Cloud
  /** Where zip assets are unpacked. */
  cache: string
  layers: Map<string, Resource>
  asynchronous: Map<string, AsyncConfiguration>
  warnings: string[]
}

export function readFunctions(cloud: Cloud, cache: string): Configurations {
  const context: Context = {
    cloud,
    cache,
    layers: new Map(cloud.ofType('AWS::Lambda::LayerVersion').map((layer) => [layer.arn, layer])),
    asynchronous: readAsyncConfigurations(cloud),
    warnings: [],
  }
  const functions = cloud.ofType('AWS::Lambda::Function').flatMap((resource) => {
    const reason = whyUnsupported(resource)
    if (!reason) return [readFunction(resource, context)]
    context.warnings.push(new ResourceError(resource, reason).message)
    return []
  })
  return { functions, warnings: context.warnings }
}

function whyUnsupported(resource: Resource): string | undefined {
  if (resource.properties.PackageType === 'Image') return 'container images are not supported'
  const runtime = asText(resource.properties.Runtime) ?? ''
  return /^nodejs\d+\.x$/.test(runtime) ? undefined : `the runtime ${runtime} is not supported, only Node.js`
}

function readFunction(resource: Resource, context: Context): FunctionConfiguration {
  checkLimits(resource)
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
    codeFolder: codeFolder(resource, 'Code', context.cache),
    layerFolders: asList(properties.Layers).flatMap((arn) => layerFolder(resource, String(arn), context)),
    environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, asText(value) ?? ''])),
    timeoutMs: (asNumber(properties.Timeout) ?? defaultTimeoutSeconds) * 1000,
    memoryMb: asNumber(properties.MemorySize) ?? defaultMemoryMb,
    reservedConcurrency: asNumber(properties.ReservedConcurrentExecutions),
    deadLetterArn: asText(asObject(properties.DeadLetterConfig).TargetArn),
    asynchronous: context.asynchronous.get(resource.name) ?? defaultAsyncConfiguration(),
    jsonLogs: logging.LogFormat === 'JSON',
    logLevel: logging.LogFormat === 'JSON' ? asText(logging.ApplicationLogLevel) : undefined,
    logGroup,
    qualifiers: readQualifiers(context.cloud, resource.name),
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

function layerFolder(resource: Resource, arn: string, { layers, cache, warnings }: Context): string[] {
  const layer = layers.get(arn)
  if (layer) return [codeFolder(layer, 'Content', cache)]
  warnings.push(`${resource.stack}/${resource.logicalId}: goes without the layer ${arn}, which is not in this assembly`)
  return []
}

/** Search paths that a layer adds, as /opt/nodejs/… does in Lambda; a later layer covers an earlier one. */
export function layerModulePaths(layerFolders: string[], nodeMajor: number): string[] {
  const paths = (subfolder: string): string[] =>
    [...layerFolders].reverse().map((folder) => join(folder, subfolder, 'node_modules'))
  return [...paths(join('nodejs', `node${nodeMajor}`)), ...paths('nodejs')].filter((path) => existsSync(path))
}
