import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'

const module = fileURLToPath(new URL('./npm-parent.mjs', import.meta.url))

// Ends as soon as npm is gone, and at the latest when nobody has been listening for a while.
const script = `
  const { watchedNpm } = await import(${JSON.stringify(module)})
  const npm = watchedNpm()
  if (npm === undefined) { console.log('no npm'); process.exit() }
  console.log(npm.isGone() ? 'gone' : 'watching', process.pid)
  setInterval(() => { if (npm.isGone()) { console.log('gone'); process.exit() } }, 50)
  setTimeout(() => process.exit(), 120_000)`

// Stands for npm: starts the script as npm does, with or without a shell that stays between.
const npm = `
  const { spawn } = await import('node:child_process')
  const run = JSON.stringify(process.execPath) + ' --input-type=module -e "$SCRIPT"'
  if (process.env.BETWEEN) spawn('sh', ['-c', run + '; exit $?'], { stdio: 'inherit' })
  else spawn(process.execPath, ['--input-type=module', '-e', process.env.SCRIPT], { stdio: 'inherit' })`

let parent: ChildProcess | undefined
afterEach(() => parent?.kill('SIGKILL'))

function start(env: NodeJS.ProcessEnv) {
  parent = spawn(process.execPath, ['--input-type=module', '-e', npm], {
    env: { ...process.env, SCRIPT: script, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const { stdout } = parent
  stdout?.on('data', (chunk) => lines.push(...String(chunk).trim().split('\n')))
  return { parent, lines, closed: stdout ? once(stdout, 'close') : undefined }
}

it.each([
  ['that stays behind a shell', '1'],
  ['without a shell between', ''],
])('notices the end of an npm %s', async (_, BETWEEN) => {
  const { parent: killed, lines, closed } = start({ BETWEEN, npm_lifecycle_event: 'start' })
  await expect.poll(() => lines[0]).toMatch(/^watching/)
  killed.kill('SIGKILL')
  await closed
  expect(lines.at(-1)).toBe('gone')
})

it('watches nobody when npm did not start it', async () => {
  const { lines, closed } = start({ BETWEEN: '', npm_lifecycle_event: undefined })
  await closed
  expect(lines).toEqual(['no npm'])
})
