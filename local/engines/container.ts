import { createHash } from 'node:crypto'
import type { Log } from './engine.ts'
import { EngineError } from './error.ts'
import type { Command } from './process/kept-process.ts'
import { lastLines, run } from './system/run.ts'

export type Container = {
  readonly image: string
  /** Container port → loopback port. */
  readonly ports: Readonly<Record<number, number>>
  readonly env: Readonly<Record<string, string>>
  readonly volume: string
  readonly mountedAt: string
  readonly hostname: string
}

/** A volume rather than a folder: images write as users of their own, whom this user couldn't clear up after. */
export function volumeOf(dataDir: string, engine: string): string {
  return `korob-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-${engine}`
}

/** The command that runs a container in the foreground; its removal ends it also when the client was killed. */
export function containerCommand(container: Container): Command {
  const name = container.volume
  const args = [
    ['run', '--rm', '--init', '--name', name, '--hostname', container.hostname],
    ['--volume', `${container.volume}:${container.mountedAt}`],
    ...Object.entries(container.ports).map(([inside, outside]) => ['--publish', `127.0.0.1:${outside}:${inside}`]),
    ...Object.entries(container.env).map(([key, value]) => ['--env', `${key}=${value}`]),
    [container.image],
  ].flat()
  return { file: 'docker', args, after: `docker rm --force ${name}`, graceSeconds: 30 }
}

/** Fetches an image unless it is there. Docker would do so by itself, but without a word, and as part of a start. */
export async function ensureImage(image: string, log: Log): Promise<void> {
  const { code: missing } = await run('docker', ['image', 'inspect', image])
  if (missing === 0) return
  log(`fetching the image ${image} (once)`)
  const { code, output } = await run('docker', ['pull', '--quiet', image])
  if (code === 0) return
  throw new EngineError(
    `\`docker pull ${image}\` failed (exit code ${code}):\n${lastLines(output)}`,
    'Mend what it complains about, and start again.',
  )
}
