import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleAssembly } from '../testing/assembly.ts'
import { eventually } from '../testing/sample.ts'

const cli = join(import.meta.dirname, '../cli.ts')
let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
})

function run(...args: string[]) {
  const started = spawn(process.execPath, [cli, ...args])
  child = started
  const output = { out: '', err: '' }
  started.stdout.on('data', (text) => {
    output.out += text
  })
  started.stderr.on('data', (text) => {
    output.err += text
  })
  return {
    output,
    exit: once(started, 'exit').then(([code]) => code as number),
    kill: (signal: NodeJS.Signals) => started.kill(signal),
  }
}

describe('npm run local', () => {
  it('runs a foreign assembly with an emulator of its own until it is interrupted', async () => {
    const { output, exit, kill } = run('--assembly', await sampleAssembly(), '--parameter', 'City=Here=There', '-v')
    await eventually('readiness', () => output.out.includes('Ctrl-C stops'))
    const address = /ApiAddress = (\S+)/.exec(output.out)?.[1] as string
    const answer = await fetch(`${address}items`)
    expect(await answer.json()).toMatchObject({ greeting: 'Hello, Here=There' })
    expect(output.err).toContain('accepted and not needed here')
    kill('SIGINT')
    expect(await exit).toBe(0)
    await expect(fetch(address)).rejects.toThrow()
  })

  it('says when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { output, exit } = run(
      '--assembly',
      await sampleAssembly(),
      '--port',
      String(port),
      '--aws-endpoint',
      'http://127.0.0.1:9',
    )
    expect(await exit).toBe(1)
    expect(output.err).toContain(`Port ${port} is taken`)
    other.close()
  })

  it('says what it needs', async () => {
    const { output, exit } = run()
    expect(await exit).toBe(2)
    expect(output.out).toContain('--assembly DIR')
  })

  it.each([
    [['--assembly', '/nowhere'], 'No CDK assembly in /nowhere: there is no such folder. Synthesize first'],
    [['--assembly', cli], 'it is a file'],
    [['--assembly', import.meta.dirname], 'manifest.json is missing'],
    [['--assembly', '/nowhere', '--port', 'x'], '--port takes a number'],
    [['--assembly', '/nowhere', '--port', '65536'], '--port takes a number up to 65535'],
    [['--assembly', '/nowhere', '--parameter', 'x'], '--parameter takes NAME=VALUE'],
    [['--assembly', '/nowhere', '--rabbitmq-url', 'localhost'], '--rabbitmq-url takes an address with amqp://'],
    [['--assembly', '/nowhere', '--nonsense'], "Unknown option '--nonsense'"],
  ])('fails with one clear line: %j', async (args, message) => {
    const { output, exit } = run(...args, '--aws-endpoint', 'http://127.0.0.1:9')
    expect(await exit).toBe(1)
    expect(output.err).toContain(message)
    expect(output.err.trim().split('\n')).toHaveLength(1)
  })

  it('says when nothing answers at the address of the emulator', async () => {
    const { output, exit } = run('--assembly', await sampleAssembly(), '--aws-endpoint', 'http://127.0.0.1:9')
    expect(await exit).toBe(1)
    expect(output.err).toBe('Nothing answers at http://127.0.0.1:9, the address of SQS, SNS and S3\n')
  })
})
