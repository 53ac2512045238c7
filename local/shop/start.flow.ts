import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { clearData } from '../engines/clear.ts'
import { projectRoot } from '../engines/paths.ts'
import { freePort } from '../engines/process/ports.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'korob-start-'))
const settings = ['PORT', 'API_PORT', 'SMS_PORT', 'POSTGRES_PORT', 'RABBITMQ_PORT', 'RABBITMQ_CONSOLE_PORT']
const env: NodeJS.ProcessEnv = { ...process.env, KOROB_DATA_DIR: dataDir }
let url: string
let shop: Run | undefined

type Run = { readonly process: ChildProcess; readonly output: () => string; readonly exit: Promise<number | null> }

beforeAll(async () => {
  for (const name of [...settings, 'OPENSEARCH_PORT', 'AWS_PORT']) env[`KOROB_${name}`] = String(await freePort())
  url = `http://localhost:${env.KOROB_PORT}`
  shop = await ready()
})

afterAll(async () => {
  shop?.process.kill('SIGKILL')
  await vi.waitFor(() => expect(leftovers()).toEqual([]), { timeout: 120_000, interval: 100 })
  clearData(dataDir)
})

function run(command: 'start' | 'reset', environment = env): Run {
  const child = spawn(process.execPath, [join(projectRoot, `local/bin/${command}.mjs`)], { env: environment })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return { process: child, output: () => output, exit: new Promise((resolve) => child.once('close', resolve)) }
}

async function ready(): Promise<Run> {
  const started = run('start')
  await vi.waitFor(() => expect(started.output()).toMatch(/ready after|✗/), { timeout: 280_000, interval: 100 })
  expect(started.output()).toContain('Korob is ready after')
  return started
}

/** Processes that have to do with this shop's data, by their command lines. */
function leftovers(): { pid: number; args: string[] }[] {
  const lines =
    process.platform === 'linux'
      ? readdirSync('/proc').map((pid) => `${pid} ${commandLine(pid)}`)
      : spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).stdout.split('\n')
  return lines
    .map((line) => line.trim().split(' '))
    .map(([pid, ...args]) => ({ pid: Number(pid), args }))
    .filter(({ pid, args }) => pid > 0 && pid !== process.pid && args.some((arg) => arg.includes(dataDir)))
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // no process, or one that has ended
  }
}

async function products(): Promise<number> {
  const answer = await fetch(`${url}/api/search?limit=1`)
  return ((await answer.json()) as { total: number }).total
}

it('shows the page and the demo goods, and names all addresses', async () => {
  const page = await fetch(`${url}/some/deep/link`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(await products()).toBeGreaterThanOrEqual(40)
  for (const port of [env.KOROB_PORT, env.KOROB_SMS_PORT, env.KOROB_RABBITMQ_CONSOLE_PORT]) {
    expect(shop?.output()).toContain(`:${port}`)
  }
})

it('refuses a second start and a reset while it runs', async () => {
  for (const command of ['start', 'reset'] as const) {
    const second = run(command)
    expect(await second.exit).toBe(1)
    expect(second.output()).toContain('is in use by')
  }
  expect(await products()).toBeGreaterThan(0)
})

it('stops in order on Ctrl-C, leaves nothing running, and keeps its data', async () => {
  shop?.process.kill('SIGINT')
  expect(await shop?.exit).toBe(0)
  expect(leftovers()).toEqual([])
  shop = await ready()
  expect(await products()).toBeGreaterThanOrEqual(40)
})

it('leaves nothing running when it is killed', async () => {
  shop?.process.kill('SIGKILL')
  await shop?.exit
  await vi.waitFor(() => expect(leftovers()).toEqual([]), { timeout: 120_000, interval: 100 })
})

it('goes on when OpenSearch is killed, searches without it, and brings it back', async () => {
  shop = await ready()
  const engine = async () => {
    const answer = await fetch(`${url}/api/search?limit=1`)
    return answer.ok ? ((await answer.json()) as { engine: string }).engine : answer.status
  }
  expect(await engine()).toBe('opensearch')
  const java = leftovers().find(({ args: [program] }) => program?.endsWith('/java'))
  process.kill(java?.pid ?? Number.NaN, 'SIGKILL')
  await vi.waitFor(async () => expect(await engine()).toBe('postgres'), { timeout: 30_000, interval: 100 })
  await vi.waitFor(() => expect(shop?.output()).toContain('OpenSearch is back'), { timeout: 120_000, interval: 100 })
  await vi.waitFor(async () => expect(await engine()).toBe('opensearch'), { timeout: 60_000, interval: 200 })
  expect(shop?.output()).toMatch(/OpenSearch ended unexpectedly \(.+\); search goes on with PostgreSQL/)
  expect(shop?.process.exitCode).toBe(null)
})

it('says which engine crashed, with the end of its log, and stops the rest', async () => {
  const postmaster = leftovers().find(({ args: [program] }) => program?.endsWith('/postgres'))
  process.kill(postmaster?.pid ?? Number.NaN, 'SIGKILL')
  expect(await shop?.exit).toBe(1)
  expect(shop?.output()).toContain('PostgreSQL ended unexpectedly')
  expect(shop?.output()).toContain(join(dataDir, 'log/postgres.log'))
  expect(leftovers()).toEqual([])
})

it('leaves nothing running when it is killed while it starts', async () => {
  const starting = run('start')
  await vi.waitFor(() => expect(starting.output()).toMatch(/✓ PostgreSQL/), { timeout: 280_000, interval: 50 })
  starting.process.kill('SIGKILL')
  await starting.exit
  await vi.waitFor(() => expect(leftovers()).toEqual([]), { timeout: 120_000, interval: 100 })
})

it('is cleared by reset', async () => {
  const reset = run('reset')
  expect(await reset.exit).toBe(0)
  expect(reset.output()).toContain(dataDir)
  expect(existsSync(dataDir)).toBe(false)
})

it("neither starts in nor clears a folder with another's files", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-another-'))
  writeFileSync(join(folder, 'thesis.txt'), 'years of work')
  for (const command of ['start', 'reset'] as const) {
    const refused = run(command, { ...env, KOROB_DATA_DIR: folder })
    expect(await refused.exit).toBe(1)
    expect(refused.output()).toContain("not a shop's data")
  }
  expect(readdirSync(folder)).toEqual(['thesis.txt'])
  rmSync(folder, { recursive: true })
})
