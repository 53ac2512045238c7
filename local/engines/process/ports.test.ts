import { createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { EngineError } from '../error.ts'
import { listeningInodes } from './port-owner.ts'
import { assertPortFree, claimPort, freePort } from './ports.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function occupy(host: string): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

it('gives a port that can be used', async () => {
  await assertPortFree({ use: 'a test', port: await freePort() })
})

it('gives none twice, and none that a connection or another listener may be given meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 300 }, () => freePort()))
  expect(new Set(ports).size).toBe(300)
  expect(Math.max(...ports)).toBeLessThan(32_768)
})

it.each(['127.0.0.1', '0.0.0.0', '::'])('says who has a port taken on %s, and what to do', async (host) => {
  const port = await occupy(host)
  const refusal = await claimPort({ use: 'RabbitMQ', port, setting: 'KOROB_RABBITMQ_PORT' }).catch((error) => error)
  expect(refusal).toBeInstanceOf(EngineError)
  expect(refusal.message).toMatch(
    new RegExp(`Port ${port}, meant for RabbitMQ, is taken by .+ \\(process ${process.pid}\\)`),
  )
  const [, advised] = /KOROB_RABBITMQ_PORT=(\d+)/.exec(refusal.whatToDo) ?? []
  expect(await claimPort({ use: 'RabbitMQ', port: Number(advised) })).toBe(Number(advised))
  expect(Math.abs(Number(advised) - port)).toBeGreaterThan(8) // the shop's own ports lie side by side
})

it.skipIf(process.getuid?.() === 0)("says that a port is the administrator's", async () => {
  const refusal = await claimPort({ use: 'the shop', port: 80, setting: 'KOROB_PORT' }).catch((error) => error)
  expect(refusal.message).toContain('Port 80, meant for the shop, may not be used by this user')
  expect(refusal.whatToDo).toContain('KOROB_PORT=8080')
})

it('finds listeners, not connections, in the table of the kernel', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:8B58 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:8B58 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1`
  expect(listeningInodes(table, 35672)).toEqual(['4711'])
  expect(listeningInodes(table, 80)).toEqual([])
})
