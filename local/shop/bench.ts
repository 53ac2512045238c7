import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchBundles } from '../../tests/bench/bundles/bundles.ts'
import { benchCheckout } from '../../tests/bench/checkout/checkout.ts'
import { benchMessages } from '../../tests/bench/messages/messages.ts'
import { benchOrders } from '../../tests/bench/orders/orders.ts'
import { benchRoutes, type RouteBench } from '../../tests/bench/routes/routes.ts'
import { benchScale, type CatalogSize } from '../../tests/bench/scale/scale.ts'
import { benchSearch } from '../../tests/bench/search/search.ts'
import { benchStart } from '../../tests/bench/start/start.ts'
import { EngineError } from '../engines/error.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { fail } from './fail.ts'
import { onStopSignal } from './stop-signals.ts'

// npm run bench [-- part …] [-- --catalog FILE] [-- --products N] [-- --seed N] [-- --data DIR] [-- --folder DIR] [-- --seconds N] [-- --events N]

interface Options {
  /** Catalogues to search. */
  files: readonly string[]
  size: CatalogSize
  routes: RouteBench
  /** Events of the storm of messages. */
  events: number
}

interface Part {
  title: string
  run: (options: Options) => Promise<void>
}

const parts = new Map<string, Part>([
  ['bundles', { title: 'Bundles', run: benchBundles }],
  ['start', { title: 'npm start', run: benchStart }],
  ['search', { title: 'Search, beside the same requests sent bare', run: ({ files }) => benchSearch(files) }],
  ['orders', { title: 'Lists of a million orders', run: benchOrders }],
  ['routes', { title: 'Routes of couriers', run: ({ routes }) => benchRoutes(routes) }],
  ['messages', { title: 'Messages, beside a bare consumer', run: () => benchMessages(0) }],
  ['storm', { title: 'Messages through faults of broker and gateway', run: ({ events }) => benchMessages(events) }],
  ['scale', { title: 'A large catalogue', run: ({ size }) => benchScale(size) }],
  ['checkout', { title: 'Checkout, beside the same SQL run bare', run: benchCheckout }],
])

onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

const wanted = (names: readonly string[]): Part[] =>
  names.map((name) => {
    const part = parts.get(name)
    if (part) return part
    throw new EngineError(`There is no part ${name}.`, `Parts are ${[...parts.keys()].join(', ')}.`)
  })

const wholeNumber = (flag: string, text: string): number => {
  if (/^\d{1,8}$/.test(text)) return Number(text)
  throw new EngineError(`${flag}: ${text} is no whole number.`, 'npm run bench -- scale --products 100000')
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      catalog: { type: 'string' },
      products: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string' },
      folder: { type: 'string' },
      seconds: { type: 'string' },
      events: { type: 'string', default: '20000' },
    },
  })
  const seed = wholeNumber('--seed', values.seed)
  const options: Options = {
    events: wholeNumber('--events', values.events),
    files: values.catalog ? [values.catalog] : [],
    size: { products: wholeNumber('--products', values.products), seed, dataDir: values.data && resolve(values.data) },
    routes: {
      folder: values.folder,
      seed,
      seconds: values.seconds ? wholeNumber('--seconds', values.seconds) : undefined,
    },
  }
  for (const { title, run } of wanted(positionals.length > 0 ? positionals : [...parts.keys()])) {
    console.log(`\n── ${title}`)
    await run(options)
  }
  process.exit(0)
} catch (error) {
  fail(error)
  await stopEverything()
  process.exit(1)
}
