import type { Method, ResourceNode } from './model.ts'

export type Match = { node: ResourceNode; method: Method | undefined; pathParameters: Record<string, string> }

/** Finds the resource for a path, most specific first: a static part before a parameter before `{proxy+}`. */
export function route(root: ResourceNode, path: string, httpMethod: string): Match | undefined {
  const parts = path.split('/').slice(1)
  if (parts.at(-1) === '') parts.pop()
  const found = descend(root, parts, 0, {})
  if (!found) return undefined
  const method = found.node.methods.get(httpMethod) ?? found.node.methods.get('ANY')
  return { ...found, method }
}

type Found = { node: ResourceNode; pathParameters: Record<string, string> }

function descend(
  node: ResourceNode,
  parts: string[],
  at: number,
  parameters: Record<string, string>,
): Found | undefined {
  const part = parts[at]
  if (part === undefined) return node.methods.size > 0 ? { node, pathParameters: parameters } : undefined
  const child = node.children.get(part)
  const fixed = child && descend(child, parts, at + 1, parameters)
  if (fixed) return fixed
  if (node.parameter && part !== '') {
    const { name, node: next } = node.parameter
    const found = descend(next, parts, at + 1, { ...parameters, [name]: decode(part) })
    if (found) return found
  }
  if (!node.greedy) return undefined
  const rest = decode(parts.slice(at).join('/'))
  return { node: node.greedy.node, pathParameters: { ...parameters, [node.greedy.name]: rest } }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
