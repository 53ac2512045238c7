import { createHash } from 'node:crypto'
import type { Command } from './process/kept-process.ts'

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
