import { mkdirSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cacheDir, projectRoot } from '../engines/paths.ts'
import { stopEverythingUntil } from '../engines/process/everything.ts'
import { fail } from './fail.ts'
import { printedProgress, seconds } from './progress.ts'
import { onStopSignal } from './stop-signals.ts'
import { type Prepared, prepareFlows } from './test/engines-of-tests.ts'
import { failedFor, lastLine, none, skippedLines, sum, type Tally, unmatched } from './test/tally.ts'
import { runVitest } from './test/vitest.ts'
import { runTool } from './tool.ts'

// npm test [-- --only types|lint|unit|flows] [part of a test file's path …]

const parts = ['types', 'lint', 'unit', 'flows'] as const
type Part = (typeof parts)[number]

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
})
const wanted = (part: Part) => values.only === undefined || values.only.includes(part)
const logDir = join(cacheDir, 'test-log')
mkdirSync(logDir, { recursive: true })

let isStopping = false
const flowsOver = Promise.withResolvers<void>()
if (!wanted('flows')) flowsOver.resolve()

onStopSignal(async () => {
  isStopping = true
  // Their data go with them.
  await stopEverythingUntil(flowsOver.promise)
  process.exit(130)
})

/** A check that counts as one test case. */
async function check(name: string, tool: string, args: readonly string[]): Promise<Tally> {
  const { code, output } = await runTool(tool, args, { cwd: projectRoot })
  if (code === 0) return { ...none, passed: 1 }
  console.log(`\n✗ ${name} (${tool} ${args.join(' ')})\n${output}`)
  return failedFor(name)
}

async function lint(): Promise<Tally> {
  const api = ['lint', '--config', 'infra/openapi/redocly.yaml', 'docs/openapi.json']
  return sum([await check('lint', 'biome', ['check', '.']), await check('lint of the API document', 'redocly', api)])
}

let lacks: readonly string[] = []
const flowsPrepared = Promise.withResolvers<void>()

/** Flows mostly wait, for time and for each other: on two cores two lanes of them take little more than half as long. */
function lanesHere(): number {
  const set = Number(process.env.KOROB_TEST_LANES)
  if (set > 0) return set
  return positionals.length === 0 && availableParallelism() >= 2 && totalmem() >= 6 * 2 ** 30 ? 2 : 1
}

async function flows(): Promise<Tally> {
  let prepared: Prepared
  try {
    prepared = await prepareFlows(logDir, lanesHere(), printedProgress())
  } catch (error) {
    fail(error)
    flowsPrepared.resolve()
    return failedFor('the engines of the flows')
  }
  lacks = prepared.lacks
  flowsPrepared.resolve()
  try {
    if (isStopping) return none
    const projects = ['flows', 'service-flows']
    return await runVitest({ name: 'flows', projects, filters: positionals, reportDir: logDir, env: prepared.env })
  } finally {
    await prepared.stop()
  }
}

async function unit(): Promise<Tally> {
  const besideFlows = wanted('flows')
  // Some build the checkout, and what flows run is taken from the same folders.
  if (besideFlows) await flowsPrepared.promise
  return runVitest({
    name: 'unit',
    projects: ['unit'],
    filters: positionals,
    reportDir: logDir,
    workers: besideFlows ? 1 : undefined,
  })
}

// One checker: several would each work out again what they all need, in twice the CPU time, while the flows want the cores.
const work: Record<Part, { title: string; run: () => Promise<Tally> }> = {
  types: { title: 'Types', run: () => check('types', 'tsc', ['--noEmit', '--checkers', '1']) },
  lint: { title: 'Lint', run: lint },
  unit: { title: 'Unit tests', run: unit },
  flows: { title: 'Flows on real engines', run: flows },
}

async function runPart(part: Part): Promise<Tally> {
  const { title, run } = work[part]
  const startedAt = performance.now()
  console.log(`\n── ${title}`)
  const tally = await run().catch((error) => {
    fail(error)
    return failedFor(title)
  })
  if (part === 'flows') flowsOver.resolve()
  console.log(`── ${title}: ${lastLine(tally)} in ${seconds(performance.now() - startedAt).trim()}`)
  return tally
}

/** One after the other, while engines start. */
async function checks(): Promise<Tally> {
  const tallies: Tally[] = []
  for (const part of (['types', 'lint'] as const).filter(wanted)) tallies.push(await runPart(part))
  return sum(tallies)
}

// Flows leave the cores idle for some of their time: unit tests fill it.
const tallies = await Promise.all([checks(), ...(['flows', 'unit'] as const).filter(wanted).map(runPart)])

if (isStopping) process.exit(130)

const tested = sum(tallies)
// What broke before it could tell its files has failed by then.
const isKnown = tested.failed === 0 && (wanted('unit') || wanted('flows'))
const total = isKnown ? sum([tested, unmatched(positionals, tested)]) : tested
const fromRoot = (text: string) => text.replaceAll(join(projectRoot, '/'), '')
if (total.skipped.length > 0) {
  const why = lacks.length > 0 ? `, for want of ${lacks.join('; ')}` : ' (why: see their skipIf)'
  console.log(
    `\nSkipped${why}:\n${skippedLines(total)
      .map((one) => `  – ${fromRoot(one)}`)
      .join('\n')}`,
  )
}
if (total.failed > 0) {
  console.log(`\nFailed:\n${total.failures.map((one) => `  ✗ ${fromRoot(one)}`).join('\n')}`)
  console.log(`Logs of the engines: ${logDir}`)
}
console.log(`\n${lastLine(total)}`)
process.exit(total.failed === 0 ? 0 : 1)
