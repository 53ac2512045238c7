import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { sampleAssembly } from '../testing/assembly.ts'
import { eventually } from '../testing/sample.ts'

const cli = join(import.meta.dirname, '../cli.ts')
const dataDir = mkdtempSync(join(tmpdir(), 'korob-runner-crash-'))
let child: ChildProcess | undefined

afterEach(async () => {
  if (child && child.exitCode === null) {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  rmSync(dataDir, { recursive: true, force: true })
})

async function start() {
  const started = spawn(process.execPath, [cli, '--assembly', await sampleAssembly(), '--data-dir', dataDir, '-v'])
  child = started
  const text = { all: '' }
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk) => {
      text.all += chunk
    })
  }
  await eventually('readiness', () => text.all.includes('Ctrl-C stops'))
  return { process: started, text, endpoint: /Systems Manager: (\S+)/.exec(text.all)?.[1] as string }
}

it('an event that was accepted is served after the runner was killed', async () => {
  const first = await start()
  const name = /function (sample-Single\w+)/.exec(first.text.all)?.[1]
  const send = (event: object) =>
    fetch(`${first.endpoint}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers: { 'X-Amz-Invocation-Type': 'Event' },
      body: JSON.stringify(event),
    })
  // The function's reserved concurrency is one: the second event waits while the first is served.
  const until = join(dataDir, 'the-runner-is-back')
  expect((await send({ until, say: 'first' })).status).toBe(202)
  await eventually('the first under way', () => first.text.all.includes('single begins first'))
  expect((await send({ say: 'second' })).status).toBe(202)
  const killed = once(first.process, 'exit')
  first.process.kill('SIGKILL')
  await killed
  const second = await start()
  writeFileSync(until, '')
  await eventually(
    'both events',
    () => second.text.all.includes('single did first') && second.text.all.includes('single did second'),
  )
  expect(second.text.all.indexOf('first')).toBeLessThan(second.text.all.indexOf('second'))
})
