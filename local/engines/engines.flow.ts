import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'amqplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clearData } from './clear.ts'
import { claimDataFolder } from './data-folder.ts'
import { type Engines, startEngines } from './engines.ts'
import { startPostgres } from './postgres/postgres.ts'
import { queryOnce } from './postgres/sql.ts'
import { startOf } from './process/identity.ts'
import { startRabbitMq } from './rabbitmq/rabbitmq.ts'
import { stampFolder } from './stamp.ts'

const log = () => undefined
const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'korob-engines-'))
  claimDataFolder(made)
  folders.push(made)
  return made
}

afterAll(() => {
  for (const each of folders) clearData(each)
})

/** Of a path that engines have trouble with; one folder for both starts, since a new one takes seconds more. */
const ownFolder = join(folder(), 'Мой магазин & Ко')

describe('engines', () => {
  const dataDir = ownFolder
  let engines: Engines

  beforeAll(async () => {
    engines = await startEngines({ dataDir })
  })
  afterAll(() => engines.stop())

  it('are versions that the cloud has too', async () => {
    expect(engines.postgres.version).toMatch(/^18\./)
    expect(engines.openSearch?.version).toMatch(/^2\.19\./)
    expect(engines.rabbitMq.version).toMatch(/^(3\.1[0-3]|4)\./)
  })

  it('know Cyrillic letters, in lower case, in trigrams and in words', async () => {
    await engines.postgres.ensureDatabase('letters')
    const url = engines.postgres.urlOf('letters')
    await queryOnce(url, 'create extension pg_trgm')
    const [row] = await queryOnce<{ low: string; trigrams: number; words: string }>(
      url,
      `select lower('ЁЛКА') as low, array_length(show_trgm('ёлка'), 1) as trigrams,
              to_tsvector('russian', 'Ёлки зелёные')::text as words`,
    )
    expect(row).toEqual({ low: 'ёлка', trigrams: 5, words: "'елк':1 'зелен':2" })
  })

  it('refuse a second start on their data', async () => {
    await expect(startEngines({ dataDir })).rejects.toThrow(`in use by a shop that runs (process ${process.pid})`)
    expect(() => clearData(dataDir)).toThrow('is in use')
  })

  it('keep committed rows when PostgreSQL is killed', async () => {
    const url = engines.postgres.urlOf('postgres')
    await queryOnce(url, 'create table kept (id int)')
    await queryOnce(url, 'insert into kept values (1)')
    await engines.postgres.kill()
    await expect(queryOnce(url, 'select 1')).rejects.toThrow()
    await engines.postgres.restart()
    expect(await queryOnce(url, 'select id from kept')).toEqual([{ id: 1 }])
  })

  it('keep confirmed messages when RabbitMQ is stopped, also with spaces and Cyrillic letters in the path, and tell a crash from a stop', async () => {
    const crashes: string[] = []
    engines.onCrash(({ engine }) => crashes.push(engine))
    await engines.rabbitMq.ensureVhost('kept')
    const before = await connect(engines.rabbitMq.urlOf('kept'))
    before.on('error', log)
    const channel = await before.createConfirmChannel()
    channel.on('error', log)
    await channel.assertQueue('q', { durable: true, arguments: { 'x-queue-type': 'quorum' } })
    channel.sendToQueue('q', Buffer.from('kept'), { persistent: true })
    await channel.waitForConfirms()
    await engines.rabbitMq.stop()
    await engines.rabbitMq.restart()

    const after = await connect(engines.rabbitMq.urlOf('kept'))
    const reading = await after.createChannel()
    const message = await new Promise<string>((resolve) => {
      reading.consume('q', (one) => one && resolve(one.content.toString()), { noAck: true })
    })
    expect(message).toBe('kept')
    await after.close()
    expect(crashes).toEqual([])
    // Where its data are, though there are spaces and Cyrillic letters in the path.
    expect(existsSync(join(dataDir, 'rabbitmq/mnesia'))).toBe(true)
    process.kill(-(engines.aws.pid() as number), 'SIGKILL')
    await expect.poll(() => crashes).toEqual(['fauxqs'])
    await engines.aws.restart()
  })

  it('keep documents when OpenSearch is killed', async () => {
    const { openSearch } = engines
    if (!openSearch) throw new Error('there is no OpenSearch here')
    const document = `${openSearch.url}/kept/_doc/1`
    const headers = { 'content-type': 'application/json' }
    await fetch(`${document}?refresh=true`, { method: 'PUT', headers, body: '{"a":1}' })
    await openSearch.kill()
    await openSearch.restart()
    expect(await (await fetch(document)).json()).toMatchObject({ found: true, _source: { a: 1 } })
  })
})

describe('a data folder', () => {
  it('of another PostgreSQL is refused, with what to do', async () => {
    const dataDir = folder()
    const postgres = await startPostgres({ dataDir, log, durable: false })
    await postgres.stop()
    writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), '17\n')
    await expect(startPostgres({ dataDir, log })).rejects.toMatchObject({
      message: expect.stringContaining('was written by PostgreSQL 17; PostgreSQL 18 can'),
      whatToDo: expect.stringContaining('npm run reset'),
    })
  })

  it('of another RabbitMQ is refused before it is touched', async () => {
    const dataDir = folder()
    stampFolder(join(dataDir, 'rabbitmq'), { engine: 'RabbitMQ', series: '2.8' })
    await expect(startRabbitMq({ dataDir, log })).rejects.toThrow('was written by RabbitMQ 2.8')
  })
})

it('nothing outlives a parent that is killed', async () => {
  const dataDir = ownFolder
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { startEngines } from ${JSON.stringify(new URL('./engines.ts', import.meta.url).href)}
     const engines = await startEngines({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
     const { postgres, rabbitMq, openSearch, aws } = engines
     await rabbitMq.stop()
     await rabbitMq.restart()
     console.log(JSON.stringify([postgres, rabbitMq, openSearch, aws].map((engine) => engine?.pid())))`,
  ])
  const pids = await new Promise<number[]>((resolve, reject) => {
    parent.stdout.once('data', (line) => resolve(JSON.parse(String(line))))
    parent.stderr.once('data', (text) => reject(new Error(String(text))))
  })
  expect(pids.every((pid) => startOf(pid))).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => pids.filter((pid) => startOf(pid))).toEqual([])
  await expect.poll(() => daemonsOf(dataDir)).toEqual([])
})

/** Processes that carry the folder in their environment, as what Erlang starts beside itself does. */
function daemonsOf(dataDir: string): string[] {
  return globSync('/proc/[0-9]*/environ').filter((file) => {
    try {
      return readFileSync(file, 'utf8').includes(dataDir)
    } catch {
      return false // ended meanwhile, or another user's
    }
  })
}
