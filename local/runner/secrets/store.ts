import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../sqlite.ts'
import type { Cloud } from '../assembly/cloud.ts'
import { asText, isObject } from '../assembly/template.ts'
import { generateSecretString } from './generate.ts'

export type SecretVersion = {
  id: string
  secretString: string | undefined
  secretBinary: Uint8Array | undefined
  createdMs: number
  stages: string[]
}

type VersionRow = {
  id: string
  secret_string: string | null
  secret_binary: Uint8Array | null
  created_ms: number
  stages: string
}

export type SecretValue = { secretString?: string | undefined; secretBinary?: Uint8Array | undefined }

export const isSameValue = (a: SecretValue, b: SecretValue): boolean =>
  a.secretString === b.secretString &&
  Buffer.from(a.secretBinary ?? []).equals(Buffer.from(b.secretBinary ?? [])) &&
  (a.secretBinary === undefined) === (b.secretBinary === undefined)

/** Secrets with their versions and staging labels, kept in the runner's database. */
export class SecretStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * Gives every secret of the assembly a value. A generated one is made once and stays; a literal one follows the template,
   * but a value put since then stays until the template changes, as with a deployment.
   */
  provision(cloud: Cloud): void {
    for (const { name, properties } of cloud.ofType('AWS::SecretsManager::Secret')) {
      const literal = asText(properties.SecretString)
      const generated = isObject(properties.GenerateSecretString) ? properties.GenerateSecretString : {}
      const template = createHash('sha256')
        .update(JSON.stringify(literal ?? { generate: generated }))
        .digest('hex')
      const known = this.#database.prepare('select template from secrets where name = ?').get(name) as
        | { template: string | null }
        | undefined
      const isMade = known && this.versions(name).length > 0
      if (isMade && (known.template === template || literal === undefined)) continue
      inTransaction(this.#database, () => {
        this.#database
          .prepare(
            'insert into secrets (name, template) values (?, ?) on conflict (name) do update set template = excluded.template',
          )
          .run(name, template)
        this.put(name, { secretString: literal ?? generateSecretString(generated) })
      })
    }
  }

  names(): string[] {
    const rows = this.#database.prepare('select name from secrets order by name').all() as { name: string }[]
    return rows.map((row) => row.name)
  }

  has(name: string): boolean {
    return this.#database.prepare('select 1 from secrets where name = ?').get(name) !== undefined
  }

  create(name: string, value: SecretValue | undefined, versionId?: string): string | undefined {
    return inTransaction(this.#database, () => {
      this.#database.prepare('insert into secrets (name) values (?)').run(name)
      return value && this.put(name, value, ['AWSCURRENT'], versionId)
    })
  }

  versions(name: string): SecretVersion[] {
    const rows = this.#database
      .prepare('select * from secret_versions where name = ? order by created_ms, rowid')
      .all(name) as VersionRow[]
    return rows.map((row) => ({
      id: row.id,
      secretString: row.secret_string ?? undefined,
      secretBinary: row.secret_binary ?? undefined,
      createdMs: row.created_ms,
      stages: JSON.parse(row.stages) as string[],
    }))
  }

  find(name: string, versionId: string | undefined, stage: string): SecretVersion | undefined {
    return this.versions(name).find((version) =>
      versionId ? version.id === versionId : version.stages.includes(stage),
    )
  }

  /** Adds a version; what was current becomes AWSPREVIOUS. */
  put(name: string, value: SecretValue, stages: string[] = ['AWSCURRENT'], versionId: string = randomUUID()): string {
    return inTransaction(this.#database, () => {
      this.#database
        .prepare(
          'insert into secret_versions (name, id, secret_string, secret_binary, created_ms, stages) values (?, ?, ?, ?, ?, ?)',
        )
        .run(name, versionId, value.secretString ?? null, value.secretBinary ?? null, Date.now(), '[]')
      for (const stage of stages) this.moveStage(name, stage, versionId)
      return versionId
    })
  }

  /** Puts a staging label on a version, or takes it away everywhere. */
  moveStage(name: string, stage: string, to: string | undefined): void {
    const versions = this.versions(name)
    const former = versions.find((version) => version.stages.includes(stage) && version.id !== to)
    const save = this.#database.prepare('update secret_versions set stages = ? where name = ? and id = ?')
    inTransaction(this.#database, () => {
      for (const version of versions) {
        const stages = new Set(version.stages)
        stages.delete(stage)
        if (version.id === to) stages.add(stage)
        if (stage === 'AWSCURRENT' && former && to) {
          stages.delete('AWSPREVIOUS')
          if (version === former) stages.add('AWSPREVIOUS')
        }
        save.run(JSON.stringify([...stages]), name, version.id)
      }
    })
  }

  remove(name: string): void {
    inTransaction(this.#database, () => {
      this.#database.prepare('delete from secret_versions where name = ?').run(name)
      this.#database.prepare('delete from secrets where name = ?').run(name)
    })
  }
}
