import type { TestShop } from '../../support/test-shop.ts'

const services = ['backend', 'catalog', 'orders', 'delivery', 'notifications']

/** While `work` is done no service reaches PostgreSQL. An administrator still does. */
export const withoutDatabase = async <T>({ db }: TestShop, work: () => Promise<T>): Promise<T> => {
  const { rows } = await db.query<{ name: string }>('select quote_ident(current_database()) as name')
  const limit = (connections: number) =>
    db.query(`alter database ${rows[0]?.name} connection limit ${String(connections)}`)
  await limit(0)
  try {
    await db.query(`select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and pid <> pg_backend_pid()`)
    return await work()
  } finally {
    await limit(-1)
  }
}

/** While `work` is done no service may use its own tables: what nobody foresaw. */
export const withoutRights = async <T>({ db }: TestShop, work: () => Promise<T>): Promise<T> => {
  for (const service of services) await db.query(`revoke usage on schema ${service} from ${service}`)
  try {
    return await work()
  } finally {
    for (const service of services) await db.query(`grant usage on schema ${service} to ${service}`)
  }
}

/** While `work` is done Lambda refuses to run the functions with this in their names. */
export const withoutFunctions = async <T>({ runner }: TestShop, name: string, work: () => Promise<T>): Promise<T> => {
  await runner.faults.disable(name)
  try {
    return await work()
  } finally {
    await runner.faults.enable(name)
  }
}

type Fault = 'kill-caller-before' | 'lose-answer'

/** While `work` is done calls of one function by another meet a fault. */
export const withFault = async <T>(
  { runner }: TestShop,
  fault: Fault,
  { caller, target }: { caller: string; target: string },
  work: () => Promise<T>,
): Promise<T> => {
  runner.faults.onInvoke((call) => (call.caller?.includes(caller) && call.target.includes(target) ? fault : 'none'))
  try {
    return await work()
  } finally {
    runner.faults.onInvoke(undefined)
  }
}
