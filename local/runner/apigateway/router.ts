import type { Method, ResourceNode } from './model.ts'

export type Match = { node: ResourceNode; method: Method; pathParameters: Record<string, string> }

/**
 * Finds the method for a path, most specific first: a static part before a parameter before `{proxy+}`. A resource without
 * the method doesn't hide a less specific one that has it. A slash at the end changes nothing. Parameters stay as they
 * were sent, not decoded.
 */
export function route(root: ResourceNode, path: string, httpMethod: string): Match | undefined {
  const parts = path.split('/').slice(1)
  while (parts.at(-1) === '') parts.pop()
  return descend(root, { parts, httpMethod }, 0, {})
}

type Wanted = { parts: string[]; httpMethod: string }

function descend(
  node: ResourceNode,
  wanted: Wanted,
  at: number,
  pathParameters: Record<string, string>,
): Match | undefined {
  const part = wanted.parts[at]
  if (part === undefined) return matchOf(node, wanted, pathParameters)
  const child = node.children.get(part)
  const fixed = child && descend(child, wanted, at + 1, pathParameters)
  if (fixed) return fixed
  if (node.parameter && part !== '') {
    const { name, node: next } = node.parameter
    const found = descend(next, wanted, at + 1, { ...pathParameters, [name]: part })
    if (found) return found
  }
  if (!node.greedy) return undefined
  const rest = wanted.parts.slice(at).join('/')
  return matchOf(node.greedy.node, wanted, { ...pathParameters, [node.greedy.name]: rest })
}

function matchOf(
  node: ResourceNode,
  { httpMethod }: Wanted,
  pathParameters: Record<string, string>,
): Match | undefined {
  const method = node.methods.get(httpMethod) ?? node.methods.get('ANY')
  return method && { node, method, pathParameters }
}
