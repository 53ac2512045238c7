import { spawn } from 'node:child_process'
import { register } from '../process/everything.ts'

export type Finished = { readonly code: number | null; readonly output: string }

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** Where its output goes as it comes, besides coming back at the end. */
  readonly onOutput?: (text: string) => void
}

/** Runs a command to its end; both of its outputs come back as one text. */
export function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const { onOutput, ...place } = options
    const child = spawn(file, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => {
      chunks.push(chunk)
      onOutput?.(chunk.toString('utf8'))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const closed = new Promise<void>((end) => child.once('close', () => end()))
    const forget = register(async () => {
      child.kill('SIGTERM')
      await closed
    })
    child.once('error', reject)
    child.once('close', (code) => {
      forget()
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

export function lastLines(text: string, lines = 12): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
