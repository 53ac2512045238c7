import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clearData } from './clear.ts'
import { containerCommand, ensureImage } from './container.ts'
import { claimDataFolder } from './data-folder.ts'
import { stampFolder } from './stamp.ts'

let folder: string
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')

/** Puts a client on the PATH that notes how it is called, and knows these images. */
function docker(script: string): void {
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`, { mode: 0o755 })
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-container-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it('fetches an image once, and says so', async () => {
  docker(`case "$1" in pull) touch '${folder}/here' ;; image) test -e '${folder}/here' ;; esac`)
  const log = vi.fn()
  await ensureImage('rabbitmq:4', log)
  await ensureImage('rabbitmq:4', log)
  expect(calls()).toEqual(['image inspect rabbitmq:4', 'pull --quiet rabbitmq:4', 'image inspect rabbitmq:4'])
  expect(log.mock.calls).toEqual([['fetching the image rabbitmq:4 (once)']])
})

it("says why an image can't be fetched", async () => {
  docker('echo "no such host: registry" >&2; exit 1')
  await expect(ensureImage('rabbitmq:4', () => undefined)).rejects.toMatchObject({
    message: '`docker pull rabbitmq:4` failed (exit code 1):\nno such host: registry',
  })
})

it('publishes on loopback alone, and removes its container whatever became of the client', () => {
  const command = containerCommand({
    image: 'rabbitmq:4',
    ports: { 5672: 35672 },
    env: { RABBITMQ_DEFAULT_USER: 'korob' },
    volume: 'korob-1-rabbitmq',
    mountedAt: '/var/lib/rabbitmq',
    hostname: 'korob',
  })
  expect(command.args.join(' ')).toContain('--publish 127.0.0.1:35672:5672')
  expect(command.after).toBe('docker rm --force korob-1-rabbitmq')
})

it('keeps the folder that knows of a volume until the volume is gone', () => {
  const dataDir = join(folder, 'shop')
  claimDataFolder(dataDir)
  stampFolder(join(dataDir, 'rabbitmq'), { engine: 'RabbitMQ (container)', series: '4.2', volume: 'korob-1-rabbitmq' })
  docker(`test -e '${folder}/free' || { echo 'volume is in use' >&2; exit 1; }`)
  expect(() => clearData(dataDir)).toThrow('`docker volume rm korob-1-rabbitmq` failed: volume is in use')
  writeFileSync(join(folder, 'free'), '')
  expect(clearData(dataDir)).toEqual([dataDir, 'korob-1-rabbitmq'])
})
