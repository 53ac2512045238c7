import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importCatalog } from '../../../functions/catalog/import/command.ts'

/** A folder for files to import, and what runs the command on them as a person would, as the service's role. */
export const importFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'korob-importing-'))
  const write = async (content: string | Buffer, name = 'products.csv'): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }
  /** `complaints`: what was told of rows and values, without its padding. */
  const run = async (path: string, databaseUrl: string, args: readonly string[] = []) => {
    let output = ''
    const code = await importCatalog(
      [path, '--database-url', databaseUrl, ...args],
      {},
      {
        write: (text: string) => {
          output += text
        },
      },
    )
    const complaints = [...output.matchAll(/^ {2}(lines? .*)$/gm)].map(([, complaint]) => complaint)
    return { code, output, complaints, summary: output.match(/^\d+ rows, .*(?=, [\d.]+ s$)/m)?.[0] }
  }
  return { path: folder, write, run, remove: () => rm(folder, { recursive: true }) }
}
