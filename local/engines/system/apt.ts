import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { lastLines, run } from './run.ts'

// dpkg allows one at a time; engines that start side by side take turns here, and wait for other users of dpkg.
const waitForLock = ['-o', 'DPkg::Lock::Timeout=300']
let turn: Promise<void> = Promise.resolve()

/** Installs packages; of each group of alternatives the first that this system's archive has. */
export function aptInstall(wanted: readonly (readonly string[])[], log: Log): Promise<void> {
  const mine = turn.then(() => install(wanted, log))
  turn = mine.catch(() => undefined)
  return mine
}

async function install(wanted: readonly (readonly string[])[], log: Log): Promise<void> {
  await apt(['update'])
  const packages = await Promise.all(wanted.map(firstAvailable))
  log(`installing ${packages.join(', ')} with apt-get`)
  const allowServices = forbidServices()
  try {
    await apt(['install', '-y', '--no-install-recommends', ...packages])
  } finally {
    allowServices()
  }
}

async function apt(args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { code, output } = await run('apt-get', [...waitForLock, '-q', ...args], { env })
  if (code === 0) return
  const command = `apt-get ${args.join(' ')}`
  throw new EngineError(
    `\`${command}\` failed (exit code ${code}):\n${lastLines(output)}`,
    `Run it by hand, mend what it complains about, and start again.`,
  )
}

async function firstAvailable(alternatives: readonly string[]): Promise<string> {
  for (const name of alternatives) {
    const { output } = await run('apt-cache', ['policy', name])
    if (/Candidate: (?!\(none\))\S/.test(output)) return name
  }
  throw new EngineError(
    `This system's package archive has none of: ${alternatives.join(', ')}.`,
    'Install one from elsewhere, or use a server that exists: see local/engines/README.md.',
  )
}

/** Debian starts a service as soon as it is installed, on its usual port; a private node is all we want. */
function forbidServices(): () => void {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return () => undefined
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => rmSync(policy, { force: true })
}
