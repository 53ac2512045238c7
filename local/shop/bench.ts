import { parseArgs } from 'node:util'
import { benchCheckout } from '../../tests/bench/checkout/checkout.ts'
import { stopEverything } from '../engines/process/everything.ts'
import { fail } from './fail.ts'
import { onStopSignal } from './stop-signals.ts'

// npm run bench [-- part …]

const parts: Record<string, { title: string; run: (args: readonly string[]) => Promise<void> }> = {
  checkout: { title: 'Checkout, beside the same SQL run bare', run: benchCheckout },
}

const { positionals } = parseArgs({ allowPositionals: true })
onStopSignal(async () => {
  await stopEverything()
  process.exit(130)
})

try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    const part = parts[name]
    if (!part) throw new Error(`no part ${name}; there are ${Object.keys(parts).join(', ')}`)
    console.log(`\n── ${part.title}`)
    await part.run([])
  }
  process.exit(0)
} catch (error) {
  fail(error)
  await stopEverything()
  process.exit(1)
}
