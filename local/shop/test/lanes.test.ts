import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { addressesOfLane, tellLane } from './lanes.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'korob-lanes-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return join(made, 'lanes')
}

it('waits until the engines of its lane run', async () => {
  const where = folder()
  const waiting = addressesOfLane(where, 2)
  tellLane(where, 3, { env: { TEST_DATABASE_URL: 'postgres://three' } })
  tellLane(where, 2, { env: { TEST_DATABASE_URL: 'postgres://two' } })
  expect(await waiting).toEqual({ TEST_DATABASE_URL: 'postgres://two' })
})

it('fails with what kept them from starting', async () => {
  const where = folder()
  tellLane(where, 2, { error: 'RabbitMQ was not ready' })
  await expect(addressesOfLane(where, 2)).rejects.toThrow('RabbitMQ was not ready')
})
