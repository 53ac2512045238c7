import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../engines/paths.ts'
import { composeArguments, composeFile, requireDocker } from './compose.ts'

const all = { client: true, compose: true, engine: true }

it('is refused, with what to do, where a part of Docker is missing', () => {
  expect(() => requireDocker(all)).not.toThrow()
  expect(() => requireDocker({ ...all, client: false })).toThrow('not installed')
  expect(() => requireDocker({ ...all, compose: false })).toThrow('compose')
  expect(() => requireDocker({ ...all, engine: false })).toThrow('No Docker engine')
})

it('waits for health when it goes up, and keeps the data unless it is reset', () => {
  expect(composeArguments('up')).toContain('--wait')
  expect(composeArguments('down')).not.toContain('--volumes')
  expect(composeArguments('reset')).toContain('--volumes')
})

type Service = {
  image: string
  healthcheck?: object
  ports?: { host_ip: string }[]
  depends_on?: Record<string, unknown>
}

const config = spawnSync(
  'docker',
  ['compose', '--file', composeFile, '--env-file', join(projectRoot, '.env.example'), 'config', '--format', 'json'],
  { encoding: 'utf8' },
)
const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0

it.skipIf(!hasCompose)(
  'is read by docker compose: images pinned, each part with a health check, ports on loopback',
  () => {
    expect(config.stderr).toBe('')
    const { services } = JSON.parse(config.stdout) as { services: Record<string, Service> }
    expect(services.localstack?.image).toBe('localstack/localstack:4.14.0')
    for (const [name, { image, healthcheck, ports = [] }] of Object.entries(services)) {
      expect(image, name).toMatch(/:[\w.-]*\d/)
      expect(healthcheck, name).toBeDefined()
      expect(
        ports.every(({ host_ip }) => host_ip === '127.0.0.1'),
        name,
      ).toBe(true)
    }
  },
)
