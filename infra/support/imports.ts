import { globSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { root } from '../build/paths.ts'

export interface Import {
  /** The importing file, from the root. */
  readonly from: string
  /** A file from the root; or, unless it is relative, the module as written. */
  readonly to: string
  /** Erased before anything runs. */
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm
const dynamic = /\bimport\('([^']+)'\)/g

const importsOf = (file: string): Import[] => {
  const text = readFileSync(join(root, file), 'utf8')
  const target = (module: string): string => (module.startsWith('.') ? posix.join(posix.dirname(file), module) : module)
  return [
    ...[...text.matchAll(statement)].map(([, type, module]) => ({
      from: file,
      to: target(module!),
      typeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, module]) => ({ from: file, to: target(module!), typeOnly: false })),
  ]
}

/** Every import of the TypeScript files in these folders; tests are free to import what they test. */
export const importsIn = (...folders: string[]): Import[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((file) => relative(root, join(root, file)))
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('node_modules'))
    .flatMap(importsOf)
