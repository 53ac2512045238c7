import type { Localized } from '@korob/platform/schema'

interface Node {
  path: string
  name: Localized
  count: number
  children: Node[]
}

/** The tree of a list in which parents stand before their children. */
export const categoryTree = (rows: readonly Omit<Node, 'children'>[]): Node[] => {
  const roots: Node[] = []
  const byPath = new Map<string, Node>()
  for (const row of rows) {
    const node: Node = { ...row, children: [] }
    byPath.set(row.path, node)
    const parent = byPath.get(row.path.slice(0, Math.max(0, row.path.lastIndexOf('/'))))
    ;(parent ? parent.children : roots).push(node)
  }
  return roots
}
