import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'
import type { OrderFilter, OrderPlace } from '../../../functions/orders/store/list-orders.ts'
import { projectRoot } from '../../../local/engines/paths.ts'
import { startPostgres } from '../../../local/engines/postgres/postgres.ts'
import { percentile } from '../measure/statistics.ts'
import { table } from '../measure/table.ts'
import { seedOrders } from './seed.ts'

const orders = Number(process.env.KOROB_BENCH_ORDERS ?? 1_000_000)
const rounds = 200
const password = 'bench'

const filters: [name: string, filter: (index: number) => OrderFilter][] = [
  ['all', () => ({})],
  ['delivered', () => ({ status: 'delivered' })],
  ['delivery failed', () => ({ status: 'delivery_failed' })],
  ['a day', (index) => ({ from: day(index), to: day(index + 1) })],
  ['a day, cancelled', (index) => ({ status: 'cancelled', from: day(index), to: day(index + 1) })],
  ['a slot', (index) => ({ slotId: `${day(index).slice(0, 10).replaceAll('-', '')}-12` })],
  ['a phone', (index) => ({ phone: `+7916${String((index * 977) % 200_000).padStart(7, '0')}` })],
  ['a number', (index) => ({ serial: 10_001 + ((index * 4_999) % orders) })],
  ['a courier', (index) => ({ courierId: `01900000-0000-7000-8000-${String(1 + (index % 40)).padStart(12, '0')}` })],
  ['to refund', () => ({ needs: 'refund' })],
  ['goods to take back', () => ({ needs: 'goods' })],
  ['without a courier', () => ({ needs: 'delivery' })],
]

const day = (index: number): string => new Date(Date.UTC(2026, 0, 1) - ((index * 17) % 700) * 86_400_000).toISOString()

const timed = async (work: (index: number) => Promise<unknown>): Promise<number[]> => {
  const times: number[] = []
  for (let index = 0; index < rounds; index++) {
    const startedAt = performance.now()
    await work(index)
    times.push(performance.now() - startedAt)
  }
  return times
}

const row = (name: string, times: readonly number[]) => [
  name,
  ...[0.5, 0.95, 0.99].map((share) => percentile(times, share)),
]

/** A far place of a list: a page in the middle of three years. */
const middle = (index: number): OrderPlace => ({ placedAt: day(index).replace('Z', '000Z'), serial: 500_000 })

/** Lists and reads orders where there are a million of them. */
export const benchOrders = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-bench-'))
  const postgres = await startPostgres({ dataDir, durable: true, log: console.log })
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') })
  try {
    await client.connect()
    await prepareDatabase(
      client,
      Object.fromEntries(services.map((one) => [one, password])) as Record<ServiceName, string>,
    )
    await applyMigrations(client, 'orders', migrationsOf(projectRoot, 'orders'))
    const startedAt = performance.now()
    await seedOrders(client, orders)
    console.log(`  ${orders} orders written in ${Math.round((performance.now() - startedAt) / 1000)} s`)
    const { hostname, port } = new URL(postgres.urlOf('postgres'))
    Object.assign(process.env, {
      DATABASE_HOST: hostname,
      DATABASE_PORT: port,
      DATABASE_NAME: 'postgres',
      DATABASE_USER: 'orders',
      DATABASE_PASSWORD: password,
    })
    const { listOrders } = await import('../../../functions/orders/store/list-orders.ts')
    const { readOrder, readOrderForOperator } = await import('../../../functions/orders/store/read-order.ts')
    const { closeDatabase } = await import('@korob/platform/database')
    const results = []
    for (const [name, filter] of filters) {
      await listOrders(filter(0), undefined, 51)
      results.push(row(`list: ${name}`, await timed((index) => listOrders(filter(index), undefined, 51))))
    }
    results.push(row('list: all, a page far in', await timed((index) => listOrders({}, middle(index), 51))))
    results.push(
      row('list: delivered, far in', await timed((index) => listOrders({ status: 'delivered' }, middle(index), 51))),
    )
    const idOf = (index: number) =>
      `01900000-0000-7000-8000-${(1 + ((index * 4_999) % orders)).toString(16).padStart(12, '0')}`
    results.push(row('read: as its shopper', await timed((index) => readOrder(idOf(index)))))
    results.push(row('read: as an operator', await timed((index) => readOrderForOperator(idOf(index)))))
    console.log(table(['orders', 'p50 ms', 'p95 ms', 'p99 ms'], results))
    await closeDatabase()
  } finally {
    await client.end()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
