import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEngine } from '../../../local/engines/engine.ts'
import { startKept } from '../../../local/engines/process/kept-process.ts'
import { freePort } from '../../../local/engines/process/ports.ts'

const local = (path: string): string => fileURLToPath(new URL(`../../../local/${path}`, import.meta.url))

export interface Beside {
  url: string
  stop(): Promise<void>
}

export interface BesideOptions {
  endpoint: string
  rabbitMqUrl: string
  logDir: string
}

/** What the compose file has run beside an emulator, as the same processes, begun before there is a stack. */
export const startBeside = async ({ endpoint, rabbitMqUrl, logDir }: BesideOptions) => {
  const start = async (name: string, main: string, args: readonly string[]): Promise<Beside> => {
    const port = await freePort()
    const url = `http://localhost:${port}`
    const { stop } = await startEngine({
      name,
      version: '1',
      origin: main,
      launch: () =>
        startKept(
          { file: process.execPath, args: [local(main), '--endpoint', endpoint, '--port', String(port), ...args] },
          join(logDir, `${name}.log`),
        ),
      // Whatever the answer: before there is a stack it is 503.
      isReady: async () => (await fetch(url, { signal: AbortSignal.timeout(2000) })).status > 0,
      readyTimeoutMs: 30_000,
    })
    return { url, stop }
  }
  const edge = await start('edge', 'deployed/edge-process.ts', [])
  const mapping = await start('rabbitmq-mapping', 'rabbitmq-mapping/main.ts', ['--rabbitmq-url', rabbitMqUrl])
  return {
    edge,
    mapping,
    stop: async () => {
      await mapping.stop()
      await edge.stop()
    },
  }
}
