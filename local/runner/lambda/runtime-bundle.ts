import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

/**
 * The worker's code as one CommonJS file. Starting a thread from the TypeScript sources costs 25 ms and 5 MB more for each
 * environment, since every thread would load the type stripper.
 */
export function bundleRuntime(folder: string): string {
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL('./runtime/main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    write: false,
    logLevel: 'silent',
  })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `runtime-${process.pid}.cjs`)
  writeFileSync(file, result.outputFiles[0]?.contents ?? '')
  return file
}
