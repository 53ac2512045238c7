import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServiceName } from '@korob/platform/migrate'
import { pg } from '@korob/platform/postgres'

/** A connection for each service that takes part in a checkout, as each of its functions has one. */
export type ServiceConnections = Record<ServiceName, pg.Client>

const current = new AsyncLocalStorage<pg.Client>()

/**
 * In place of the platform's pool: the services' own store functions, all in this one process, run on the connection of
 * whichever service they are called for.
 */
class ConnectionOfCurrentService {
  on(): void {}

  query(text: string, values: unknown[]): Promise<pg.QueryResult> {
    const client = current.getStore()
    if (!client) throw new Error('a statement outside `as`')
    return client.query(text, values)
  }

  /** For a transaction: nobody else asks the connection anything meanwhile. */
  async connect(): Promise<Pick<pg.PoolClient, 'query' | 'release'>> {
    const client = current.getStore()
    if (!client) throw new Error('a transaction outside `as`')
    return { query: client.query.bind(client) as pg.PoolClient['query'], release: () => undefined }
  }
}

/** Must be called before the first statement, while the platform has no pool yet. */
export const routeStatements = (): void => {
  Object.assign(process.env, { DATABASE_HOST: 'routed', DATABASE_NAME: 'routed', DATABASE_USER: 'routed' })
  Object.assign(pg, { Pool: ConnectionOfCurrentService })
}

/** Runs a store function of a service. */
export const as = <T>(client: pg.Client, work: () => Promise<T>): Promise<T> => current.run(client, work)

const services = ['backend', 'catalog', 'delivery', 'orders'] as const
export type CheckoutService = (typeof services)[number]

/** The administrator's login, with each service's role and search path. */
export const connectServices = async (databaseUrl: string): Promise<Record<CheckoutService, pg.Client>> => {
  const opened = await Promise.all(
    services.map(async (service) => {
      const options = `-c role=${service} -c search_path=${service},extensions`
      const client = new pg.Client({ connectionString: databaseUrl, options })
      await client.connect()
      return [service, client] as const
    }),
  )
  return Object.fromEntries(opened) as Record<CheckoutService, pg.Client>
}
