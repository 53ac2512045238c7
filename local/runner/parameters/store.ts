import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../sqlite.ts'
import type { Cloud } from '../assembly/cloud.ts'
import { asText } from '../assembly/template.ts'

export type StoredParameter = { name: string; type: string; value: string; version: number; modifiedMs: number }

type Row = { name: string; type: string; value: string; version: number; modified_ms: number }

/** Parameters of Systems Manager, kept in the runner's database. */
export class ParameterStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Sets the assembly's parameters; one changed since by a function keeps its value until the template changes. */
  provision(cloud: Cloud): void {
    for (const { name, properties } of cloud.ofType('AWS::SSM::Parameter')) {
      const value = asText(properties.Value) ?? ''
      const known = this.#database.prepare('select template from parameters where name = ?').get(name) as
        | { template: string | null }
        | undefined
      if (known?.template === value) continue
      inTransaction(this.#database, () => {
        this.put(name, asText(properties.Type) ?? 'String', value)
        this.#database.prepare('update parameters set template = ? where name = ?').run(value, name)
      })
    }
  }

  find(name: string): StoredParameter | undefined {
    const row = this.#database.prepare('select * from parameters where name = ?').get(name) as Row | undefined
    return row && fromRow(row)
  }

  below(path: string, recursive: boolean): StoredParameter[] {
    const prefix = path.endsWith('/') ? path : `${path}/`
    const rows = this.#database.prepare('select * from parameters order by name').all() as Row[]
    return rows
      .filter((row) => row.name.startsWith(prefix) && (recursive || !row.name.slice(prefix.length).includes('/')))
      .map(fromRow)
  }

  put(name: string, type: string, value: string): number {
    const version = (this.find(name)?.version ?? 0) + 1
    this.#database
      .prepare(`
        insert into parameters (name, type, value, version, modified_ms) values (?, ?, ?, ?, ?)
        on conflict (name) do update set
          type = excluded.type, value = excluded.value, version = excluded.version, modified_ms = excluded.modified_ms`)
      .run(name, type, value, version, Date.now())
    return version
  }
}

function fromRow(row: Row): StoredParameter {
  return { name: row.name, type: row.type, value: row.value, version: row.version, modifiedMs: row.modified_ms }
}
