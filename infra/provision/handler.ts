import { setting } from '@korob/platform/config'
import { middleware } from '@korob/platform/middleware'
import { applyMigrations, migrationsOf, prepareDatabase, type ServiceName, services } from '@korob/platform/migrate'
import { pg } from '@korob/platform/postgres'
import { applyTopology } from '@korob/platform/rabbit-admin'
import { readSecret } from '@korob/platform/secrets'

const secret = async (name: string): Promise<Record<string, string>> =>
  JSON.parse(await readSecret(setting(name))) as Record<string, string>

const passwordsOfServices = async (): Promise<Record<ServiceName, string>> => {
  const entries = await Promise.all(
    services.map(async (service) => {
      const { password } = await secret(`DATABASE_SECRET_ARN_${service.toUpperCase()}`)
      if (!password) throw new Error(`the database secret of ${service} has no password`)
      return [service, password] as const
    }),
  )
  return Object.fromEntries(entries) as Record<ServiceName, string>
}

const migrateAll = async (): Promise<Record<string, string[]>> => {
  const admin = await secret('DATABASE_ADMIN_SECRET_ARN')
  const client = new pg.Client({
    host: setting('DATABASE_HOST'),
    port: Number(setting('DATABASE_PORT')),
    database: setting('DATABASE_NAME'),
    user: admin.username,
    password: admin.password,
    ssl: process.env.DATABASE_TLS === 'require' ? { rejectUnauthorized: true } : false,
  })
  await client.connect()
  try {
    await prepareDatabase(client, await passwordsOfServices())
    const root = process.env.LAMBDA_TASK_ROOT ?? '.'
    const applied: Record<string, string[]> = {}
    for (const service of services)
      applied[service] = await applyMigrations(client, service, migrationsOf(root, service))
    return applied
  } finally {
    await client.end()
  }
}

/** Brings database and broker to what this version needs, before the functions switch to it; again, changes nothing. */
export const handler = middleware(async () => {
  const [migrations] = await Promise.all([migrateAll(), applyTopology()])
  return { migrations }
})
