import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { AttributeDefinition } from '../domain/attributes.ts'
import type { OperatorAttribute } from '../operator-views.ts'

const columns = sql`key, jsonb_build_object('ru', name_ru, 'en', name_en) as name, type, unit, revision`

export const listAttributes = (): Promise<OperatorAttribute[]> =>
  database.many<OperatorAttribute>(sql`select ${columns} from attribute order by key`)

export const findAttribute = (key: string, on: Database = database): Promise<OperatorAttribute | undefined> =>
  on.maybe<OperatorAttribute>(sql`select ${columns} from attribute where key = ${key}`)

export const insertAttribute = (tx: Transaction, { key, name, type, unit }: AttributeDefinition): Promise<number> =>
  tx.run(sql`
    insert into attribute (key, name_ru, name_en, type, unit) values (${key}, ${name.ru}, ${name.en}, ${type}, ${unit})`)

/** The attribute as it is; products that are being written with it are waited for. */
export const lockAttribute = (tx: Transaction, key: string): Promise<OperatorAttribute | undefined> =>
  tx.maybe<OperatorAttribute>(sql`select ${columns} from attribute where key = ${key} for update`)

export const updateAttribute = (tx: Transaction, { key, name, type, unit }: AttributeDefinition): Promise<number> =>
  tx.run(sql`
    update attribute set name_ru = ${name.ru}, name_en = ${name.en}, type = ${type}, unit = ${unit} where key = ${key}`)

export const isAttributeUsed = async (tx: Transaction, key: string): Promise<boolean> => {
  const { used } = await tx.one<{ used: boolean }>(sql`select attribute_used(${key}) as used`)
  return used
}

export const deleteAttribute = (tx: Transaction, key: string): Promise<number> =>
  tx.run(sql`delete from attribute where key = ${key}`)

export const findDefinitions = (keys: readonly string[]): Promise<OperatorAttribute[]> =>
  database.many<OperatorAttribute>(sql`select ${columns} from attribute where key = any (${keys}::text[]) order by key`)
