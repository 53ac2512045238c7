import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export interface SynonymRow {
  id: string
  names: string[]
  revision: number
  updatedAt: string
}

const columns = sql`id, names, revision::int as revision, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"`

export const findSynonyms = (): Promise<SynonymRow[]> =>
  database.many<SynonymRow>(sql`select ${columns} from synonym order by names[1], id`)

/** Adds groups of names, each under an id of its own. */
export const addSynonyms = (tx: Transaction, groups: readonly (readonly string[])[]): Promise<number> =>
  tx.run(sql`
    insert into synonym (id, names)
    select uuidv7(), array(select jsonb_array_elements_text(names)) from jsonb_array_elements(${JSON.stringify(groups)}::jsonb) as names`)

/** Undefined if there is a group of that id already. */
export const insertSynonym = (tx: Transaction, id: string, names: readonly string[]): Promise<SynonymRow | undefined> =>
  tx.maybe<SynonymRow>(sql`
    insert into synonym (id, names) values (${id}, ${names}::text[]) on conflict (id) do nothing returning ${columns}`)

/** Undefined if the group has another revision, or is not there. */
export const updateSynonym = (
  tx: Transaction,
  id: string,
  names: readonly string[],
  revision: number,
): Promise<SynonymRow | undefined> =>
  tx.maybe<SynonymRow>(sql`
    update synonym set names = ${names}::text[], revision = revision + 1, updated_at = now()
     where id = ${id} and revision = ${revision} returning ${columns}`)

export const deleteSynonym = (tx: Transaction, id: string, revision: number): Promise<number> =>
  tx.run(sql`delete from synonym where id = ${id} and revision = ${revision}`)

/** The group as it is, until the transaction ends. */
export const lockSynonym = (tx: Transaction, id: string): Promise<SynonymRow | undefined> =>
  tx.maybe<SynonymRow>(sql`select ${columns} from synonym where id = ${id} for update`)

export const revisionOfSynonym = async (id: string): Promise<number | undefined> =>
  (await database.maybe<{ revision: number }>(sql`select revision::int from synonym where id = ${id}`))?.revision
