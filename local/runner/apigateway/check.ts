import { usesVelocity } from './mock.ts'
import type { Method, ResourceNode, RestApi } from './model.ts'

/** What of an API the runner will not serve as AWS does. */
export function apiWarnings(api: RestApi): string[] {
  return methodsBelow(api.root).flatMap((method) => {
    const { integration, logicalId } = method
    if (integration.type === 'unsupported')
      return [`${api.stack}/${logicalId}: answers 500, since ${integration.reason}`]
    if (integration.type !== 'mock') return []
    const templates = integration.responses.flatMap((response) => Object.values(response.templates))
    const beyond = templates.some((template) => usesVelocity(template) && !template.includes('$origin.matches('))
    return beyond ? [`${api.stack}/${logicalId}: mapping templates with VTL are not evaluated`] : []
  })
}

function methodsBelow(node: ResourceNode): Method[] {
  const below = [...node.children.values(), node.parameter?.node, node.greedy?.node].filter((one) => one !== undefined)
  return [...node.methods.values(), ...below.flatMap(methodsBelow)]
}
