import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEngine } from '../../../local/engines/engine.ts'
import { startKept } from '../../../local/engines/process/kept-process.ts'
import { freePort } from '../../../local/engines/process/ports.ts'

const main = fileURLToPath(new URL('../../../local/rabbitmq-mapping/main.ts', import.meta.url))

/** The RabbitMQ → Lambda mapping as a process of its own, as the compose file has it. */
export const startMappingProcess = async (
  endpoint: string,
  rabbitMqUrl: string,
  logDir: string,
): Promise<{ url: string; stop(): Promise<void> }> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const args = [main, '--endpoint', endpoint, '--rabbitmq-url', rabbitMqUrl, '--port', String(port)]
  const { stop } = await startEngine({
    name: 'RabbitMQ mapping',
    version: '1',
    origin: 'local/rabbitmq-mapping',
    launch: () => startKept({ file: process.execPath, args }, join(logDir, 'rabbitmq-mapping.log')),
    isReady: async () => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok,
    readyTimeoutMs: 30_000,
  })
  return { url, stop }
}
