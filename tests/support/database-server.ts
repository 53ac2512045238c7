import pg from 'pg'
import { required } from './required.ts'

/** The test engines' PostgreSQL, as the flow runner passes it. */
export const testDatabaseUrl = (): string => required('TEST_DATABASE_URL')

/** An administrator's connection for one piece of work. */
export const asAdmin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The address with another database, and another user if one is given. */
export const urlWith = (url: string, database: string, user?: { name: string; password: string }): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  if (user) {
    changed.username = user.name
    changed.password = user.password
  }
  return changed.href
}

/** A database of that name, empty or a copy; `url` is the administrator's. */
export const serverWithDatabase = async (
  name: string,
  template = 'template1',
): Promise<{ url: string; drop(): Promise<void> }> => {
  const server = testDatabaseUrl()
  await asAdmin(server, (client) => client.query(`create database ${name} template ${template}`))
  return {
    url: urlWith(server, name),
    drop: () =>
      asAdmin(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}
