import { parseArgs } from 'node:util'
import { benchBundles } from '../../tests/bench/bundles/bundles.ts'
import { benchCheckout } from '../../tests/bench/checkout/checkout.ts'
import { benchOrders } from '../../tests/bench/orders/orders.ts'
import { benchSearch } from '../../tests/bench/search/search.ts'
import { benchStart } from '../../tests/bench/start/start.ts'
import { EngineError } from '../engines/error.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { fail } from './fail.ts'
import { onStopSignal } from './stop-signals.ts'

// npm run bench [-- part …] [-- --catalog FILE]

interface Part {
  title: string
  run: (files: readonly string[]) => Promise<void>
}

const parts = new Map<string, Part>([
  ['bundles', { title: 'Bundles', run: benchBundles }],
  ['start', { title: 'npm start', run: benchStart }],
  ['search', { title: 'Search, beside the same requests sent bare', run: benchSearch }],
  ['orders', { title: 'Lists of a million orders', run: benchOrders }],
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

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { catalog: { type: 'string' } } })
  for (const { title, run } of wanted(positionals.length > 0 ? positionals : [...parts.keys()])) {
    console.log(`\n── ${title}`)
    await run(values.catalog ? [values.catalog] : [])
  }
  process.exit(0)
} catch (error) {
  fail(error)
  await stopEverything()
  process.exit(1)
}
