import { parseArgs } from 'node:util'
import { shopOf, UsageError } from './options.ts'

export const exportUsage = `Writes the whole catalogue to a CSV file, which catalog:import takes back.

  npm run catalog:export -- FILE [options]

  --url URL              of a shop, such as https://shop.example: it makes the file, and this fetches it
  --token TOKEN          an operator's access token for --url; otherwise KOROB_TOKEN
  --database-url URL     without --url: postgres://…; otherwise DATABASE_URL, or the shop that npm start runs here
                         (KOROB_DATA_DIR as for npm start)

A file that is there is replaced once the new one is whole.

Exit codes: 0 done; 1 an error ended it; 2 the command isn't right; 130, 143 stopped. But for 0 no file is made or touched.`

export interface ExportOptions {
  path: string
  databaseUrl: string | undefined
  /** Of a shop that is to make the file, by the token of an operator. */
  url: string | undefined
  token: string | undefined
}

const parse = (args: readonly string[]) => {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: text, token: text, 'database-url': text, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** The options of a command line; undefined when help is asked for. @throws UsageError */
export const readExportOptions = (args: readonly string[], env: NodeJS.ProcessEnv): ExportOptions | undefined => {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [path, ...more] = positionals
  if (path === undefined) throw new UsageError('to which file?')
  if (more.length > 0) throw new UsageError(`one file at a time; '${more[0]}' is one too many`)
  return {
    path,
    databaseUrl: values['database-url'] ?? env.DATABASE_URL,
    ...shopOf(values.url, values.token ?? env.KOROB_TOKEN),
  }
}
