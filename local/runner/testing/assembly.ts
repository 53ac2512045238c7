import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const app = join(import.meta.dirname, '../../sample-app')
const cache = join(import.meta.dirname, '../../../.cache/sample-app')

/** The sample app's assembly, synthesized when the app has changed since the last time. */
export async function sampleAssembly(): Promise<string> {
  const folder = join(cache, fingerprint())
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const partial = `${folder}.${process.pid}`
  const env = { ...process.env, CDK_OUTDIR: partial, CDK_VALIDATION: 'false' }
  await promisify(execFile)(process.execPath, [join(app, 'app.ts')], { env })
  try {
    renameSync(partial, folder)
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(folder)) throw error
    rmSync(partial, { recursive: true, force: true })
  }
  return folder
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(app, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex').slice(0, 16)
}
