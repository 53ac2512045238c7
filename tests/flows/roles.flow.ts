import { type ServiceName, services } from '@korob/platform/migrate'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts'

interface Relation {
  schema: string
  name: string
  /** pg_class.relkind: r table, p partitioned, v and m views, S sequence. */
  kind: string
  column: string
}

let database: MigratedDatabase
let relations: Relation[]
const logins = new Map<string, pg.Client>()

beforeAll(async () => {
  database = await migratedDatabase()
  for (const service of services) logins.set(service, await database.loginAs(service))
  const { rows } = await database.admin.query<Relation>(
    `select n.nspname as schema, c.relname as name, c.relkind as kind,
            (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped limit 1) as column
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind = any('{r,p,v,m,S}') order by 1, 2`,
    [services],
  )
  relations = rows
})
afterAll(() => database?.drop())

const login = (service: ServiceName): pg.Client => {
  const client = logins.get(service)
  if (!client) throw new Error(`${service} is not logged in`)
  return client
}

const insufficientPrivilege = '42501'

/** What the role was not forbidden, each with how it ended instead. Nothing that goes through is kept. */
const notForbidden = async (service: ServiceName, statements: readonly string[]): Promise<string[]> => {
  const client = login(service)
  const faults: string[] = []
  for (const statement of statements) {
    await client.query('begin')
    const outcome = await client.query(statement).then(
      () => 'done',
      (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : String(error)),
    )
    await client.query('rollback')
    if (outcome !== insufficientPrivilege) faults.push(`${statement}: ${outcome}`)
  }
  return faults
}

const named = ({ schema, name }: Relation): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

const usesOf = (relation: Relation): string[] => {
  const name = named(relation)
  if (relation.kind === 'S') return [`select last_value from ${name}`, `select nextval('${name}')`]
  const column = pg.escapeIdentifier(relation.column)
  return [
    `select from ${name} limit 1`,
    `select count(*) from ${name}`,
    `insert into ${name} default values`,
    `update ${name} set ${column} = ${column}`,
    `delete from ${name}`,
    `truncate ${name}`,
    `lock table ${name} in access share mode`,
    // Whoever may refer to a table learns by it which keys exist.
    `create table spy (like ${name})`,
    `create table spy (key text references ${name})`,
    `create view spy as select * from ${name}`,
    `drop table ${name}`,
    `alter table ${name} add column spy text`,
    `grant select on ${name} to public`,
  ]
}

describe.each(services)('the login role %s', (service) => {
  test('reads and writes the tables of its own schema', async () => {
    const own = relations.filter(({ schema, kind }) => schema === service && kind === 'r')
    expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(['inbox', 'outbox']))
    for (const relation of own) {
      await login(service).query(`select from ${named(relation)} limit 1`)
      await login(service).query(`delete from ${named(relation)} where false`)
    }
  })

  test('may do nothing with any table, view or sequence of another service', async () => {
    const foreign = relations.filter(({ schema }) => schema !== service)
    expect(new Set(foreign.map(({ schema }) => schema)).size).toBe(services.length - 1)
    expect(await notForbidden(service, foreign.flatMap(usesOf))).toEqual([])
  })

  test('finds none of them by setting its search path either', async () => {
    for (const relation of relations.filter(({ schema, kind }) => schema !== service && kind === 'r')) {
      await login(service).query('begin')
      await login(service).query(`set local search_path = ${relation.schema}`)
      await expect(login(service).query(`select from ${pg.escapeIdentifier(relation.name)}`)).rejects.toThrow(
        /does not exist|permission denied/,
      )
      await login(service).query('rollback')
    }
  })

  test("may not call another service's functions", async () => {
    const { rows } = await database.admin.query<{ call: string }>(
      `select format('select %I.%I(%s)', n.nspname, p.proname,
                (select string_agg(format('null::%s', t::regtype), ', ') from unnest(p.proargtypes::oid[]) as t)) as call
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any($1) and n.nspname <> $2 and p.prorettype <> 'trigger'::regtype`,
      [services, service],
    )
    expect(
      await notForbidden(
        service,
        rows.map(({ call }) => call),
      ),
    ).toEqual([])
  })

  test('creates nothing outside its own schema', async () => {
    const elsewhere = ['public', 'extensions', ...services.filter((one) => one !== service)]
    expect(
      await notForbidden(service, [
        ...elsewhere.flatMap((schema) => [
          `create table ${schema}.mine (a int)`,
          `create function ${schema}.mine() returns int language sql return 1`,
          `create type ${schema}.mine as (a int)`,
        ]),
        'create schema mine',
        'create temporary table mine (a int)',
        'create role mine',
        `create extension hstore schema ${service}`,
      ]),
    ).toEqual([])
  })

  test("can't become another role, nor reach past the tables", async () => {
    expect(
      await notForbidden(service, [
        ...services.filter((one) => one !== service).map((one) => `set local role ${one}`),
        `set local session authorization ${pg.escapeIdentifier(database.admin.user ?? '')}`,
        `select pg_read_file('postgresql.conf')`,
        `copy (select 1) to program 'true'`,
        `alter role ${services.find((one) => one !== service)} password 'mine'`,
      ]),
    ).toEqual([])
    const { rows } = await database.admin.query(
      `select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as special,
              (select count(*)::int from pg_auth_members where member = r.oid) as memberships
         from pg_roles r where rolname = $1`,
      [service],
    )
    expect(rows).toEqual([{ special: false, memberships: 0 }])
  })
})

test('no function runs with the rights of its owner', async () => {
  const { rows } = await database.admin.query(
    `select p.oid::regprocedure::text as function from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname = any($1)`,
    [[...services, 'public', 'extensions']],
  )
  expect(rows).toEqual([])
})
