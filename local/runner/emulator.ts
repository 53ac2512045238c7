import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Emulator = { endpoint: string; stop(): Promise<void> }

const startLimitMs = 15_000

/** Starts fauxqs, an SQS, SNS and S3 emulator, as a process of its own; with a data folder its content outlives it. */
export async function startEmulator(dataDir?: string): Promise<Emulator> {
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const server = fileURLToPath(new URL('server.js', import.meta.resolve('fauxqs')))
  const child = spawn(process.execPath, [server], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      FAUXQS_PORT: String(port),
      FAUXQS_LOGGER: 'false',
      ...(dataDir && { FAUXQS_DATA_DIR: join(dataDir, 'emulator'), FAUXQS_PERSISTENCE: 'true' }),
    },
  })
  const exited = once(child, 'exit')
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    child.kill('SIGTERM')
    const timer = setTimeout(kill, 2000)
    await exited
    clearTimeout(timer)
  }
  const untilMs = Date.now() + startLimitMs
  while (!(await answers(`${endpoint}/health`))) {
    if (child.exitCode !== null) throw new Error(`The SQS, SNS and S3 emulator ended with code ${child.exitCode}`)
    if (Date.now() > untilMs) {
      await stop()
      throw new Error(`The SQS, SNS and S3 emulator did not start within ${startLimitMs / 1000} s`)
    }
    await new Promise((done) => setTimeout(done, 30))
  }
  return { endpoint, stop }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
