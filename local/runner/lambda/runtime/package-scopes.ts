import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

type Format = 'module' | 'commonjs'

export type PackageScopes = {
  /** The module format of a file of the function or its layers; `undefined` where Node.js decides alone. */
  formatOf(file: string): Format | undefined
}

/**
 * Finds the package.json a file belongs to without looking above the deployment package. Node.js would go on to that of
 * the checkout an asset happens to lie in, and take CommonJS for ES modules where it says `"type": "module"`.
 */
export function createScopes(roots: string[]): PackageScopes {
  const known = new Map<string, Format>()
  const formatOfFolder = (folder: string, root: string): Format => {
    const cached = known.get(folder)
    if (cached) return cached
    const manifest = join(folder, 'package.json')
    const found = existsSync(manifest)
      ? (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type === 'module'
        ? 'module'
        : 'commonjs'
      : folder === root
        ? 'commonjs'
        : formatOfFolder(dirname(folder), root)
    known.set(folder, found)
    return found
  }
  return {
    formatOf(file) {
      const root = roots.find((one) => file.startsWith(one + sep))
      if (!root) return undefined
      if (file.endsWith('.mjs')) return 'module'
      if (file.endsWith('.cjs')) return 'commonjs'
      return file.endsWith('.js') ? formatOfFolder(dirname(file), root) : undefined
    },
  }
}
