import { parseArgs } from 'node:util'
import { faultsOf } from '../domain/checking.ts'
import { renderPreview, type SegmentPrice } from './render.ts'
import { samples } from './samples.ts'

const usage = `usage: npm run messages -- preview [--price 3.50] [--currency RUB]   every text, its segments and cost
       npm run messages -- check                                     whether all of them can be sent
A segment's price may also stand in SMS_SEGMENT_PRICE.`

const priceOf = (price: string | undefined, currency: string): SegmentPrice | undefined => {
  if (price === undefined) return undefined
  const segmentMinor = Math.round(Number(price) * 100)
  if (!(segmentMinor >= 0)) throw new Error(`a segment's price is a number such as 3.50, not '${price}'`)
  return { segmentMinor, currency }
}

const run = (): number => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      price: { type: 'string', default: process.env.SMS_SEGMENT_PRICE },
      currency: { type: 'string', default: 'RUB' },
    },
  })
  const [command, ...more] = positionals
  if (!['preview', 'check'].includes(command ?? '') || more.length > 0) throw new Error(usage)
  const faults = samples.flatMap(faultsOf)
  if (command === 'preview') console.log(renderPreview(samples, priceOf(values.price, values.currency)))
  for (const fault of faults) console.error(fault)
  return faults.length === 0 ? 0 : 1
}

try {
  process.exitCode = run()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
