import { arnOf, attributeOf, type Identity, refOf } from './attributes.ts'
import type { Account, DynamicReference } from './cloud.ts'
import { resolve, resolveText, type Scope } from './intrinsics.ts'
import { namePropertyOf, physicalName } from './names.ts'
import type { StackSource } from './read.ts'
import { type Resource, ResourceError } from './resource.ts'
import { asBoolean, asObject, asText, type Json, type JsonObject, type TemplateResource } from './template.ts'

export type Stack = {
  name: string
  templateFile: string
  resources: Resource[]
  outputs(): Map<string, string>
  exports(): Map<string, Json>
}

export type StackContext = {
  account: Account
  parameters: Record<string, string>
  importValue(name: string): Json
  dynamicReference: DynamicReference
  warn(text: string): void
}

export function createStack(source: StackSource, context: StackContext): Stack {
  const { template } = source
  const resources = new Map<string, Resource>()
  const scope = createScope(source, context, resources)
  for (const [logicalId, definition] of Object.entries(template.Resources ?? {})) {
    if (definition.Condition && !scope.condition(definition.Condition)) continue
    resources.set(logicalId, createResource(source, logicalId, definition, scope, context.account))
  }
  const evaluateOutputs = <T>(
    pick: (name: string, output: { Value: Json; Export?: { Name: Json } }) => [string, T] | undefined,
  ) =>
    new Map(
      Object.entries(template.Outputs ?? {})
        .filter(([, output]) => !output.Condition || scope.condition(output.Condition))
        .map(([name, output]) => pick(name, output))
        .filter((entry) => entry !== undefined),
    )
  return {
    name: source.name,
    templateFile: source.templateFile,
    resources: [...resources.values()],
    outputs: () => evaluateOutputs((name, output) => [name, asText(resolve(output.Value, scope) ?? '') ?? '']),
    exports: () =>
      evaluateOutputs((_name, output) =>
        output.Export ? [resolveText(output.Export.Name, scope), resolve(output.Value, scope) ?? ''] : undefined,
      ),
  }
}

function createResource(
  source: StackSource,
  logicalId: string,
  definition: TemplateResource,
  scope: Scope,
  account: Account,
): Resource {
  const about = { stack: source.name, logicalId, type: definition.Type }
  const once = <T>(compute: () => T): (() => T) => {
    let state: { value: T } | undefined
    let running = false
    return () => {
      if (state) return state.value
      if (running) throw new ResourceError(about, 'depends on itself')
      running = true
      try {
        state = { value: compute() }
        return state.value
      } catch (error) {
        if (error instanceof ResourceError) throw error
        throw new ResourceError(about, error instanceof Error ? error.message : String(error), { cause: error })
      } finally {
        running = false
      }
    }
  }
  const properties = once(() => asObject(resolve(definition.Properties ?? {}, scope)))
  const metadata = once(() => asObject(resolve(definition.Metadata ?? {}, scope)))
  const name = once(() => chooseName(source.name, logicalId, definition, scope))
  const identity: Identity = {
    ...about,
    ...account,
    get name() {
      return name()
    },
    get properties() {
      return properties()
    },
  }
  const resource: Resource = {
    ...about,
    path: asText(definition.Metadata?.['aws:cdk:path']) ?? logicalId,
    assets: source.assets,
    get properties() {
      return properties()
    },
    get metadata() {
      return metadata()
    },
    get name() {
      return name()
    },
    get ref() {
      return refOf(identity)
    },
    get arn() {
      return arnOf(identity)
    },
  }
  identities.set(resource, identity)
  return resource
}

const identities = new WeakMap<Resource, Identity>()

export function identityOf(resource: Resource): Identity {
  return identities.get(resource) as Identity
}

function chooseName(stack: string, logicalId: string, definition: TemplateResource, scope: Scope): string {
  const property = namePropertyOf(definition.Type)
  const wanted = property ? definition.Properties?.[property] : undefined
  if (wanted !== undefined) {
    const chosen = asText(resolve(wanted, scope) ?? null)
    if (chosen) return chosen
  }
  const fifo = asBoolean(definition.Properties?.FifoQueue) || asBoolean(definition.Properties?.FifoTopic)
  return physicalName(definition.Type, stack, logicalId, fifo ? '.fifo' : '')
}

function createScope(source: StackSource, context: StackContext, resources: Map<string, Resource>): Scope {
  const { template } = source
  const { account } = context
  const pseudo: JsonObject = {
    'AWS::AccountId': account.accountId,
    'AWS::Region': account.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': source.name,
    'AWS::StackId': `arn:aws:cloudformation:${account.region}:${account.accountId}:stack/${source.name}/local`,
    'AWS::NotificationARNs': [],
  }
  const scope: Scope = {
    ref(name) {
      if (name === 'AWS::NoValue') return undefined
      if (name in pseudo) return pseudo[name]
      const parameter = template.Parameters?.[name]
      if (parameter) return parameterValue(name, parameter, context)
      const resource = resources.get(name)
      if (!resource) throw new Error(`Ref: there is no ${name} in ${source.name}`)
      return resource.ref
    },
    attribute(logicalId, attribute) {
      const resource = resources.get(logicalId)
      if (!resource) throw new Error(`Fn::GetAtt: there is no ${logicalId} in ${source.name}`)
      const value = attributeOf(identityOf(resource), attribute)
      if (value !== undefined) return value
      context.warn(`${source.name}/${logicalId} (${resource.type}): the attribute ${attribute} is not emulated`)
      return `${resource.name}.${attribute}`
    },
    condition(name) {
      const condition = template.Conditions?.[name]
      if (condition === undefined) throw new Error(`There is no condition ${name} in ${source.name}`)
      return resolve(condition, scope) === true
    },
    mapping(map, top, second) {
      const value = template.Mappings?.[map]?.[top]?.[second]
      if (value === undefined) throw new Error(`Fn::FindInMap: ${map}.${top}.${second} is not in ${source.name}`)
      return value
    },
    importValue: context.importValue,
    dynamicReference: context.dynamicReference,
    availabilityZones: (region) => ['a', 'b', 'c'].map((zone) => `${region || account.region}${zone}`),
  }
  return scope
}

function parameterValue(name: string, parameter: { Type: string; Default?: Json }, context: StackContext): Json {
  const given = context.parameters[name] ?? parameter.Default
  if (given === undefined)
    throw new Error(`The parameter ${name} has no default: give it with --parameter ${name}=VALUE`)
  if (parameter.Type.startsWith('AWS::SSM::Parameter::Value<')) return context.dynamicReference('ssm', String(given))
  return parameter.Type === 'CommaDelimitedList' ? String(given).split(',') : given
}
