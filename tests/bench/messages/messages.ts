import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../../../local/engines/error.ts'

const program = fileURLToPath(new URL('./program.ts', import.meta.url))

/** In a process of its own, whose memory is nobody else's and whose functions log nothing. @param events of a storm; 0: rates and latency */
export const benchMessages = async (events: number): Promise<void> => {
  const child = spawn(process.execPath, ['--expose-gc', program, String(events)], {
    stdio: 'inherit',
    env: { ...process.env, POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new EngineError('The measurement of messages failed.', 'What it wrote says why.')
}
