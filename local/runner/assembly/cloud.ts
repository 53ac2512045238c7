import { attributeOf } from './attributes.ts'
import type { StackSource } from './read.ts'
import type { Resource } from './resource.ts'
import { createStack, identityOf, type Stack } from './stack.ts'
import type { Json } from './template.ts'

/** Settings of the account that the stacks pretend to be deployed to. */
export type Account = { accountId: string; region: string; awsEndpoint: string }

/** Looks up `{{resolve:service:reference}}`: secrets and parameters that exist only once the runner has started. */
export type DynamicReference = (service: string, reference: string) => string

/** All stacks of an assembly, resolved together: exports of one are imports of another. */
export type Cloud = {
  account: Account
  stacks: Stack[]
  resources: Resource[]
  ofType(type: string): Resource[]
  attribute(resource: Resource, attribute: string): string
  outputs: Record<string, string>
  warnings: string[]
}

export function createCloud(
  sources: StackSource[],
  account: Account,
  parameters: Record<string, string>,
  dynamicReference: DynamicReference,
): Cloud {
  const warnings = new Set<string>()
  const stacks: Stack[] = []
  const importValue = (name: string): Json => {
    for (const stack of stacks) {
      const exported = stack.exports().get(name)
      if (exported !== undefined) return exported
    }
    throw new Error(`No stack of this assembly exports ${name}`)
  }
  rejectUnknownParameters(sources, parameters)
  for (const source of sources) {
    stacks.push(
      createStack(source, {
        account,
        parameters,
        importValue,
        dynamicReference,
        warn: (text) => warnings.add(text),
      }),
    )
  }
  const resources = stacks.flatMap((stack) => stack.resources)
  return {
    account,
    stacks,
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    attribute: (resource, attribute) => String(attributeOf(identityOf(resource), attribute) ?? ''),
    get outputs() {
      return collectOutputs(stacks)
    },
    get warnings() {
      return [...warnings]
    },
  }
}

function rejectUnknownParameters(sources: StackSource[], parameters: Record<string, string>): void {
  const known = new Set(sources.flatMap((source) => Object.keys(source.template.Parameters ?? {})))
  const unknown = Object.keys(parameters).filter((name) => !known.has(name))
  if (unknown.length === 0) return
  const offered = [...known].filter((name) => name !== 'BootstrapVersion').join(', ') || 'none'
  throw new Error(`No stack has the parameter ${unknown.join(', ')} (parameters: ${offered})`)
}

/** By logical id, and by `Stack.LogicalId` where there is more than one stack. */
function collectOutputs(stacks: Stack[]): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const stack of stacks) {
    for (const [name, value] of stack.outputs()) {
      outputs[name] ??= value
      if (stacks.length > 1) outputs[`${stack.name}.${name}`] = value
    }
  }
  return outputs
}
