import { join } from 'node:path'
import { containerCommand, volumeOf } from '../container.ts'
import { type Engine, type EngineProcess, startEngine } from '../engine.ts'
import { startKept } from '../process/kept-process.ts'
import { stampFolder } from '../stamp.ts'
import { openSearchVersion } from './jars.ts'

export const openSearchImage = `opensearchproject/opensearch:${openSearchVersion}`

type Wishes = {
  readonly dataDir: string
  readonly folder: string
  readonly logDir: string
  readonly port: number
  readonly isReady: EngineProcess['isReady']
}

export function startInDocker(wishes: Wishes): Promise<Engine> {
  const volume = volumeOf(wishes.dataDir, 'opensearch')
  stampFolder(wishes.folder, { engine: 'OpenSearch (container)', series: openSearchVersion, volume })
  const command = containerCommand({
    image: openSearchImage,
    ports: { 9200: wishes.port },
    env: {
      'discovery.type': 'single-node',
      DISABLE_SECURITY_PLUGIN: 'true',
      DISABLE_INSTALL_DEMO_CONFIG: 'true',
      OPENSEARCH_JAVA_OPTS: '-Xms512m -Xmx512m',
      // A laptop's disk is often fuller than OpenSearch likes; it would place no index there, and say so only in its log.
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
    },
    volume,
    mountedAt: '/usr/share/opensearch/data',
    hostname: 'korob',
  })
  return startEngine({
    name: 'OpenSearch',
    version: openSearchVersion,
    origin: 'Docker',
    launch: () => startKept(command, join(wishes.logDir, 'opensearch.log')),
    isReady: wishes.isReady,
    readyTimeoutMs: 120_000,
  })
}
