import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, type EngineProcess, startEngine } from '../engine.ts'
import { cacheDir } from '../paths.ts'
import { startKept } from '../process/kept-process.ts'
import { stampFolder } from '../stamp.ts'
import { openSearchVersion } from './jars.ts'
import type { Jdk } from './jdk.ts'

type Wishes = {
  readonly jdk: Jdk
  readonly path: readonly string[]
  readonly folder: string
  readonly logDir: string
  readonly port: number
  readonly isReady: EngineProcess['isReady']
}

/** A node of our own on a JDK of this machine. */
export async function startNode(wishes: Wishes): Promise<Engine> {
  const { jdk, folder, port } = wishes
  stampFolder(folder, { engine: 'OpenSearch', series: openSearchVersion.split('.').slice(0, 2).join('.') })
  mkdirSync(join(folder, 'config'), { recursive: true })
  const args = [
    ...defaults,
    ...fastStart(jdk),
    ...wished(),
    '-Dlog4j2.disable.jmx=true',
    '-cp',
    wishes.path.join(':'),
    'Launcher',
    folder,
    String(port),
  ]
  return startEngine({
    name: 'OpenSearch',
    version: openSearchVersion,
    origin: `JDK ${jdk.major} at ${jdk.home}`,
    launch: () =>
      startKept({ file: join(jdk.home, 'bin/java'), args, cwd: folder }, join(wishes.logDir, 'opensearch.log')),
    isReady: wishes.isReady,
    readyTimeoutMs: 120_000,
    isPassing: (tail) => tail.includes('failed to obtain node locks'),
  })
}

/** Small and soon ready, for some thousands of products. */
const defaults = ['-Xms192m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** From JDK 19 on the JVM itself keeps an archive of loaded classes, which halves the start. */
function fastStart(jdk: Jdk): string[] {
  if (jdk.major < 19) return []
  const archive = join(cacheDir, `opensearch-${openSearchVersion}-jdk${jdk.major}.jsa`)
  return ['-XX:+AutoCreateSharedArchive', `-XX:SharedArchiveFile=${archive}`]
}

/** Options of one's own, by the name that OpenSearch's own start script has for them; they count where ours differ. */
function wished(): string[] {
  return (process.env.OPENSEARCH_JAVA_OPTS ?? '').split(/\s+/).filter(Boolean)
}
