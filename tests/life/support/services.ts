import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'
import { vi } from 'vitest'
import { asAdmin, serverWithDatabase, testDatabaseUrl } from '../../support/database-server.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { startSecretsManager } from '../../support/secrets-manager.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const password = 'test-side-by-side'

/** What a test uses of each service: its code, as it runs in its functions, on a pool of its own. */
const loaders = {
  orders: async () => ({
    ...(await import('@korob/platform/consumer')),
    ...(await import('@korob/platform/errors')),
    ...(await import('@korob/platform/database')),
    ...(await import('../../../functions/orders/actions/take-order.ts')),
    ...(await import('../../../functions/orders/actions/grant-wish.ts')),
    ...(await import('../../../functions/orders/actions/settle-order.ts')),
    onStock: (await import('../../../functions/orders/handlers/on-stock.ts')).subscriptions,
    onDelivery: (await import('../../../functions/orders/handlers/on-delivery.ts')).subscriptions,
  }),
  catalog: async () => ({
    ...(await import('@korob/platform/database')),
    ...(await import('../../../functions/catalog/store/dictionaries.ts')),
    ...(await import('../../../functions/catalog/store/upsert-products.ts')),
    stock: (await import('../../../functions/catalog/handlers/stock.ts')).handler,
    onOrders: (await import('../../../functions/catalog/handlers/on-orders.ts')).handler,
  }),
  delivery: async () => ({
    ...(await import('@korob/platform/database')),
    ...(await import('../../../functions/delivery/actions/courier-steps.ts')),
    ...(await import('../../../functions/delivery/actions/deliver-stop.ts')),
    ...(await import('../../../functions/delivery/actions/answer-offer.ts')),
    ...(await import('@korob/platform/tracking-token')),
    onOrders: (await import('../../../functions/delivery/handlers/on-orders.ts')).handler,
    operations: (await import('../../../functions/delivery/handlers/operations.ts')).handler,
    tend: (await import('../../../functions/delivery/handlers/expire-holds.ts')).handler,
    seed: (await import('../../../functions/delivery/handlers/seed.ts')).handler,
  }),
  notifications: async () => ({
    ...(await import('@korob/platform/consumer')),
    ...(await import('@korob/platform/database')),
    ...(await import('../../../functions/notifications/sending/tell.ts')),
    ...(await import('../../../functions/notifications/domain/templates/courier-assigned.ts')),
    ...(await import('../../../functions/notifications/domain/templates/delivered.ts')),
    ...(await import('../../../functions/notifications/domain/templates/delivery-failed.ts')),
    ...(await import('../../../functions/notifications/domain/templates/departed.ts')),
    ...(await import('../../../functions/notifications/domain/templates/handed-over.ts')),
    ...(await import('../../../functions/notifications/domain/templates/order-cancelled.ts')),
    ...(await import('../../../functions/notifications/domain/templates/rescheduled.ts')),
    ...(await import('../../../functions/notifications/domain/templates/order-changed.ts')),
    ...(await import('../../../functions/notifications/domain/templates/order-confirmed.ts')),
  }),
}

type Loaders = typeof loaders
export type Services = { [Name in keyof Loaders]: Awaited<ReturnType<Loaders[Name]>> }

export interface SideBySide extends Services {
  /** An administrator's connection, for looking. */
  admin: pg.Client
  stop(): Promise<void>
}

/** Modules of one service in a graph of their own, and with it a pool of its own role: as in a function. */
const load = async <Name extends keyof Loaders>(service: Name): Promise<Services[Name]> => {
  vi.resetModules()
  process.env.DATABASE_USER = service
  const loaded = (await loaders[service]()) as Services[Name]
  const { database } = await import('@korob/platform/database')
  await database.one({ text: 'select 1 as one', values: [] })
  return loaded
}

/** Orders, catalog, delivery and notifications on one PostgreSQL, each with its own role and schema, and no carrier between. */
export const startSideBySide = async (): Promise<SideBySide> => {
  const name = `test_life_${randomBytes(6).toString('hex')}`
  const server = await serverWithDatabase(name)
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await asAdmin(testDatabaseUrl(), async (client) => {
    await client.query('select pg_advisory_lock(1)')
    await prepareDatabase(
      admin,
      Object.fromEntries(services.map((one) => [one, password])) as Record<ServiceName, string>,
    )
  })
  for (const service of services) await applyMigrations(admin, service, migrationsOf(root, service))
  const { hostname, port } = new URL(server.url)
  const secret = JSON.stringify({ key: randomBytes(32).toString('base64') })
  const secrets = await startSecretsManager({ tracking: secret, token: secret })
  Object.assign(process.env, {
    DATABASE_HOST: hostname,
    DATABASE_PORT: port,
    DATABASE_NAME: name,
    DATABASE_PASSWORD: password,
    DATABASE_POOL_MAX: '4',
    TRACKING_SECRET_ARN: 'tracking',
    TOKEN_SECRET_ARN: 'token',
    PUBLIC_URL: 'http://shop.test',
  })
  const orders = await load('orders')
  const catalog = await load('catalog')
  const delivery = await load('delivery')
  const notifications = await load('notifications')
  await delivery.seed({}, lambdaContext())
  return {
    orders,
    catalog,
    delivery,
    notifications,
    admin,
    stop: async () => {
      for (const one of [orders, catalog, delivery, notifications]) await one.closeDatabase()
      await secrets.stop()
      await admin.end()
      await server.drop()
    },
  }
}
