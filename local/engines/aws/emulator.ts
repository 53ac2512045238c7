import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, existingEngine, type Log, startEngine } from '../engine.ts'
import { EngineError } from '../error.ts'
import { readAddress, reasonOf } from '../existing.ts'
import { startKept } from '../process/kept-process.ts'
import { claimPort } from '../process/ports.ts'

export type AwsEmulatorOptions = {
  readonly dataDir: string
  readonly port?: number
  /** An existing emulator's address to be used instead. */
  readonly url?: string
  readonly log: Log
  readonly logDir?: string
}

export type AwsEmulator = Engine & { readonly endpoint: string }

/** SQS, SNS and S3: an emulator of our own with its data on disk, or an existing one. */
export function startAwsEmulator(options: AwsEmulatorOptions): Promise<AwsEmulator> {
  return options.url ? existingEmulator(options.url) : ownEmulator(options)
}

async function ownEmulator(options: AwsEmulatorOptions): Promise<AwsEmulator> {
  const port = await claimPort({ use: 'the SQS, SNS and S3 emulator', port: options.port, setting: 'KOROB_AWS_PORT' })
  const folder = join(options.dataDir, 'aws')
  mkdirSync(folder, { recursive: true })
  const endpoint = `http://127.0.0.1:${port}`
  const main = fileURLToPath(new URL('./fauxqs.ts', import.meta.url))
  const engine = await startEngine({
    name: 'fauxqs',
    version: fauxqsVersion(),
    origin: 'npm package fauxqs',
    launch: () =>
      startKept(
        { file: process.execPath, args: ['--max-semi-space-size=4', main, String(port), folder] },
        join(options.logDir ?? join(options.dataDir, 'log'), 'aws.log'),
      ),
    isReady: async () => (await fetch(`${endpoint}/health`, { signal: AbortSignal.timeout(2000) })).ok,
    readyTimeoutMs: 120_000,
  })
  return { ...engine, endpoint }
}

async function existingEmulator(text: string): Promise<AwsEmulator> {
  const setting = 'AWS_ENDPOINT_URL'
  const { href, host } = readAddress(text, {
    setting,
    protocols: ['http:', 'https:'],
    example: 'http://localhost:4566',
  })
  await fetch(href, { signal: AbortSignal.timeout(10_000) }).catch((cause) => {
    const message = `Nothing answers at ${host} (${setting}): ${reasonOf(cause)}.`
    throw new EngineError(message, `Mend ${setting}, or unset it.`, { cause })
  })
  return { ...existingEngine('SQS, SNS and S3', '', setting), endpoint: href.replace(/\/+$/, '') }
}

function fauxqsVersion(): string {
  const entry = fileURLToPath(import.meta.resolve('fauxqs'))
  return JSON.parse(readFileSync(join(entry, '../../package.json'), 'utf8')).version
}
