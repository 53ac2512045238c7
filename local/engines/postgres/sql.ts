import { pg } from '@korob/platform/postgres'

/** One statement on a connection of its own, as the administrator. */
export async function queryOnce<Row>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query(text, [...values])
    return rows as Row[]
  } finally {
    await client.end()
  }
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
