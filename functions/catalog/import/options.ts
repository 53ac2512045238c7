import { parseArgs } from 'node:util'

export const usage = `Loads products from a CSV or JSON-lines file into the catalogue.

  npm run catalog:import -- FILE [options]

  --map FIELD=COLUMN,…   what columns mean, over what is guessed; COLUMN+COLUMN joins two; FIELD= leaves one out;
                         a column without a name goes by its place, #3
                         fields: sku name[_ru|_en] description[_ru|_en] category brand price old_price currency stock
                         weight_grams images slug published, attr.KEY (text), attr.KEY.UNIT (number)
  --dry-run              reads, compares and reports; changes nothing
  --currency CODE        the file's currency, RUB unless given; another needs --rate
  --rate N               roubles for one unit of it
  --stock N              stock of products that are new, when no column or member gives it (0 unless given); others keep
                         theirs
  --delimiter C          what parts values, found out unless given; 'tab' for a tab
  --encoding NAME        found out unless given: utf-8, utf-16le, windows-1251
  --report FILE          all rejected rows and left-out values, as CSV
  --url URL              of a shop, such as https://shop.example: the file is sent there and imported there
  --token TOKEN          an operator's access token for --url; otherwise KOROB_TOKEN
  --database-url URL     without --url: postgres://…; otherwise DATABASE_URL, or the shop that npm start runs here
                         (KOROB_DATA_DIR as for npm start)

Exit codes
  0  every row was taken (values that were left out are told)
  1  an error ended it; what was written before stays, and the same command again does the rest
  2  nothing was done: the command, the file or its columns are not right
  3  done, but rows were rejected: the report says which lines, and why
  130, 143  stopped by Ctrl-C or SIGTERM, as 1`

export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

export interface Options {
  path: string
  map: string
  dryRun: boolean
  currency: string
  rate: number
  stock: number | undefined
  delimiter: string | undefined
  encoding: string | undefined
  report: string | undefined
  databaseUrl: string | undefined
  /** Of a shop that is to import the file itself, by the token of an operator. */
  url: string | undefined
  token: string | undefined
}

const isEncoding = (name: string): boolean => {
  try {
    new TextDecoder(name)
    return true
  } catch {
    return false
  }
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        map: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean' },
        currency: { type: 'string' },
        rate: { type: 'string' },
        stock: { type: 'string' },
        delimiter: { type: 'string' },
        encoding: { type: 'string' },
        report: { type: 'string' },
        'database-url': { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

const readRate = (currency: string, rate: string | undefined): number => {
  if (currency === 'RUB' && rate === undefined) return 1
  if (rate === undefined) throw new UsageError(`prices in ${currency} need --rate, the roubles for one ${currency}`)
  const value = Number(rate.replace(',', '.'))
  if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`--rate must be a number above 0, not '${rate}'`)
  return value
}

export const shopOf = (url: string | undefined, token: string | undefined) => {
  if (url !== undefined && !(/^https?:/.test(url) && URL.canParse(url)))
    throw new UsageError(`--url must be the address of a shop such as https://shop.example, not '${url}'`)
  if (url !== undefined && !token) throw new UsageError('--url needs an operator’s token: --token, or KOROB_TOKEN')
  return { url: url?.replace(/\/+$/, ''), token }
}

/** The options of a command line; undefined when help is asked for. @throws UsageError */
export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): Options | undefined => {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [path, ...more] = positionals
  if (path === undefined) throw new UsageError('which file?')
  if (more.length > 0) throw new UsageError(`one file at a time; '${more[0]}' is one too many`)
  const currency = (values.currency ?? 'RUB').toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) throw new UsageError(`--currency must be a code such as SAR, not '${currency}'`)
  if (values.stock !== undefined && !/^\d{1,9}$/.test(values.stock))
    throw new UsageError(`--stock must be a whole number, not '${values.stock}'`)
  if (values.encoding !== undefined && !isEncoding(values.encoding))
    throw new UsageError(`there is no encoding '${values.encoding}'`)
  const delimiter = values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter
  if (delimiter !== undefined && delimiter.length !== 1) throw new UsageError('--delimiter must be one character')
  return {
    path,
    map: (values.map ?? []).join(','),
    dryRun: values['dry-run'] ?? false,
    currency,
    rate: readRate(currency, values.rate),
    stock: values.stock === undefined ? undefined : Number(values.stock),
    delimiter,
    encoding: values.encoding,
    report: values.report,
    databaseUrl: values['database-url'] ?? env.DATABASE_URL,
    ...shopOf(values.url, values.token ?? env.KOROB_TOKEN),
  }
}
