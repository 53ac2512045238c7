import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { defaultAccount } from './server.ts'
import { send, simulator, temporaryFolder, webhook } from './test-kit.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

function run(...options: string[]) {
  const child = spawn(process.execPath, [main, ...options], { stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  return { child, output: () => output, exited: once(child, 'exit') }
}

async function ready({ child, output }: ReturnType<typeof run>): Promise<string> {
  while (!output().includes('\n')) await Promise.race([once(child.stdout!, 'data'), failed(child, output)])
  return /^READY (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output())![1]!
}

const failed = async (child: ChildProcess, output: () => string) => {
  await once(child, 'exit')
  throw new Error(`ended before it was ready: ${output()}`)
}

test('a killed simulator comes back with all it had accepted, and goes on where it was', async () => {
  const dataDir = temporaryFolder()
  const hook = await webhook()
  const first = run('--data-dir', dataDir, '--switches', '{"queueDelayMs":1000}')
  const url = await ready(first)
  for (let i = 0; i < 5; i += 1) await send({ url, ...defaultAccount }, { Body: `text ${i}`, StatusCallback: hook.url })
  first.child.kill('SIGKILL')
  await first.exited

  const again = await simulator({ dataDir })
  const delivered = await fetch(`${again.url}/inbox.json?status=delivered&atLeast=5&waitMs=60000`)
  expect((await delivered.json()).total).toBe(5)
  await hook.received(10)
  expect(again.inbox().total).toBe(5)
})

test('a receipt that was under way at a kill is posted again', async () => {
  const dataDir = temporaryFolder()
  const hook = await webhook(() => 503)
  const first = run('--data-dir', dataDir)
  await send({ url: await ready(first), ...defaultAccount }, { StatusCallback: hook.url })
  await hook.received(1)
  first.child.kill('SIGKILL')
  await first.exited
  const before = hook.callbacks.length

  await simulator({ dataDir })
  await hook.received(before + 1)
})

test('ends in order on SIGTERM', async () => {
  const simulator = run('--data-dir', temporaryFolder())
  await ready(simulator)
  simulator.child.kill('SIGTERM')
  expect(await simulator.exited).toEqual([0, null])
})

test('ends when its parent is gone, if asked to', async () => {
  const simulator = run('--data-dir', temporaryFolder(), '--exit-on-stdin-end')
  await ready(simulator)
  simulator.child.stdin.end()
  expect(await simulator.exited).toEqual([0, null])
})

test('says in one message what to do about a taken port, a taken folder and a wrong option', async () => {
  const dataDir = temporaryFolder()
  const { url } = await simulator({ dataDir })
  const attempt = async (...options: string[]) => {
    const { exited, output } = run(...options)
    const [code] = await exited
    return { code, message: output().split('\n')[0] }
  }
  expect(await attempt('--data-dir', temporaryFolder(), '--port', new URL(url).port)).toEqual({
    code: 1,
    message: 'SMS simulator: the port is taken: choose another with --port',
  })
  expect(await attempt('--data-dir', dataDir)).toEqual({
    code: 1,
    message: `SMS simulator: ${dataDir} is in use by another SMS simulator: stop it, or choose another --data-dir`,
  })
  expect(await attempt('--port', 'x', '--data-dir', dataDir)).toMatchObject({ code: 1 })
  expect(await attempt('--data-dir', temporaryFolder(), '--switches', '{"x":1}')).toMatchObject({
    code: 1,
    message: expect.stringContaining('x is not a switch'),
  })
})
