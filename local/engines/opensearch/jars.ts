import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { cacheDir } from '../paths.ts'
import { lastLines, run } from '../system/run.ts'
import type { Jdk } from './jdk.ts'
import { runMaven } from './maven.ts'

const pom = fileURLToPath(new URL('./pom.xml', import.meta.url))
const launcher = fileURLToPath(new URL('./Launcher.java', import.meta.url))
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** `2.19.6` */
export const openSearchVersion = /<os>([^<]+)<\/os>/.exec(readFileSync(pom, 'utf8'))?.[1] ?? ''

const jarsDir = join(cacheDir, `opensearch-${openSearchVersion}-${digestOf(pom)}`)
const classesDir = join(cacheDir, `opensearch-launcher-${digestOf(pom, launcher)}`)

/** Entries for the class path: the jars, fetched once, and the launcher, compiled once. */
export async function classPath(jdk: Jdk, log: Log): Promise<string[]> {
  if (!existsSync(jarsDir)) await fetchJars(jdk, log)
  if (!existsSync(classesDir)) await compileLauncher(jdk)
  // Each jar by name: a wildcard's order is unspecified, and a class data archive is tied to the order.
  const jars = readdirSync(jarsDir).filter((name) => name.endsWith('.jar'))
  return [classesDir, ...jars.sort().map((name) => join(jarsDir, name))]
}

async function fetchJars(jdk: Jdk, log: Log): Promise<void> {
  log(`fetching OpenSearch ${openSearchVersion} from Maven Central (49 MB, once)`)
  await intoPlace(jarsDir, (draft) =>
    runMaven(jdk, ['-q', '-B', '-f', pom, copyDependencies, '-DincludeScope=runtime', `-DoutputDirectory=${draft}`]),
  )
}

function compileLauncher(jdk: Jdk): Promise<void> {
  const args = ['--release', '17', '-nowarn', '-cp', `${jarsDir}/*`, '-d']
  return intoPlace(classesDir, (draft) => run(join(jdk.home, 'bin/javac'), [...args, draft, launcher]))
}

/** Fills a folder beside its place and moves it there once whole, so that an interrupted or parallel start can't leave half of it. */
async function intoPlace(
  folder: string,
  fill: (draft: string) => Promise<{ code: number | null; output: string }>,
): Promise<void> {
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const { code, output } = await fill(draft)
  if (code === 0 && !existsSync(folder)) renameSync(draft, folder)
  rmSync(draft, { recursive: true, force: true })
  if (code !== 0) {
    throw new EngineError(
      `OpenSearch couldn't be made ready (exit code ${code}):\n${lastLines(output)}`,
      'Mend that and start again.',
    )
  }
}

function digestOf(...files: string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
