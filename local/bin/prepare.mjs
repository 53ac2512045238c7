// Runs on any Node from 20 on, with nothing installed yet: makes node_modules match the lock file,
// then hands over to the Node 24 that it brings, the version the functions run on in Lambda.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchedNpm } from './npm-parent.mjs'
import { machineAt, refusal } from './requirements.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const at = (...parts) => join(root, ...parts)
const stamp = at('node_modules/.korob-lock')

/** Runs local/shop/<name>.ts with this command's arguments, and ends as it ends. */
export function hand(name) {
  const ready = isInstalled()
  // Clearing data is what makes room.
  const refused = refusal({
    ...machineAt(root, ready),
    ...(name === 'reset' && { freeBytes: Number.POSITIVE_INFINITY }),
  })
  if (refused) fail(...refused)
  // Before an installation, during which npm may be gone already.
  const npm = watchedNpm()
  if (!ready) install()
  else if (!existsSync(stamp)) writeFileSync(stamp, lockDigest())
  const child = spawn(at('node_modules/.bin/node'), [at(`local/shop/${name}.ts`), ...process.argv.slice(2)], {
    cwd: root,
    // glibc keeps up to eight heaps a core for threads, and hardly gives them back; functions run in many threads.
    env: { MALLOC_ARENA_MAX: '2', ...process.env },
    // The channel tells the child when this process is gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`Node couldn't be started: ${error.message}`, 'Run: npm ci'))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
  // npm that is killed outright leaves its scripts running.
  if (npm) setInterval(() => npm.isGone() && child.kill('SIGTERM'), 1000).unref()
}

function isInstalled() {
  if (!existsSync(at('node_modules/.bin/node'))) return false
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === lockDigest()
  // Installed by hand: npm writes this file last.
  const written = at('node_modules/.package-lock.json')
  return existsSync(written) && statSync(written).mtimeMs >= statSync(at('package-lock.json')).mtimeMs
}

function install() {
  // Only errors: its warnings are of packages that want a newer Node than npm's own, and that run on Node 24.
  console.log('Installing npm packages (npm ci) …')
  // Without node_modules/.bin: npm would run on the very Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(at('node_modules')))
    .join(delimiter)
  const options = { cwd: root, env: { ...process.env, PATH }, stdio: 'inherit' }
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options)
  if (error) fail(`npm couldn't be run: ${error.message}`, 'Install npm, which comes with Node.')
  if (status !== 0) fail(`npm ci failed (exit code ${status}).`, 'What it printed above says why.')
  writeFileSync(stamp, lockDigest())
}

function lockDigest() {
  const lock = readFileSync(at('package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

function fail(message, whatToDo) {
  console.error(`\n✗ ${message}\n  ${whatToDo}`)
  process.exit(1)
}
