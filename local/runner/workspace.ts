import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Folders the runner writes to: below the data folder, or temporary ones that vanish with it. */
export type Workspace = {
  /** Unpacked assets and inline code. */
  code: string
  compileCache: string
  runtime: string
  remove(): void
}

export function openWorkspace(dataDir: string | undefined): Workspace {
  const temporary = mkdtempSync(join(tmpdir(), 'local-runner-'))
  const base = dataDir ?? temporary
  const code = join(base, 'code')
  mkdirSync(code, { recursive: true })
  return {
    code,
    compileCache: join(base, 'compile-cache'),
    runtime: temporary,
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  }
}

/** The node_modules folder with the AWS SDK, which Lambda's Node.js runtimes bring along. */
export function findRuntimeModules(): string {
  const manifest = createRequire(import.meta.url).resolve('@aws-sdk/client-sqs/package.json')
  return resolve(manifest, '../../..')
}
