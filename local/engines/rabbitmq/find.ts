import { globSync, realpathSync } from 'node:fs'
import { delimiter } from 'node:path'
import { EngineError } from '../error.ts'
import { findExecutable, isExecutable } from '../system/executables.ts'
import { run } from '../system/run.ts'

// Debian's /usr/sbin/rabbitmq-server is a wrapper that insists on the system's own user; the script below /usr/lib doesn't.
const serverPlaces = [
  '/usr/lib/rabbitmq/bin',
  '/opt/homebrew/opt/rabbitmq/sbin',
  '/usr/local/opt/rabbitmq/sbin',
  '/opt/homebrew/sbin',
  '/usr/local/sbin',
]

export function findServer(): string | undefined {
  return findExecutable('rabbitmq-server', serverPlaces) ?? findExecutable('rabbitmq-server', ['/usr/sbin'])
}

/** Erlang's port mapper, which belongs to the Erlang that runs the server: the one on `path`, if it is there. */
export function findEpmd(path = process.env.PATH ?? ''): string {
  const found =
    findExecutable('epmd', path.split(delimiter)) ??
    globSync([
      '/usr/lib/erlang/erts-*/bin/epmd',
      '/usr/lib64/erlang/erts-*/bin/epmd',
      '/opt/homebrew/opt/erlang*/lib/erlang/erts-*/bin/epmd',
      '/usr/local/opt/erlang*/lib/erlang/erts-*/bin/epmd',
    ]).find(isExecutable)
  if (found) return found
  throw new EngineError("Erlang's `epmd`, which RabbitMQ needs, can't be found.", 'Put Erlang on the PATH.')
}

/** `3.10.8`, from the server's own files when they tell: asking it starts an Erlang for a second. */
export async function versionOf(server: string): Promise<string> {
  const places = [realpathSync(server), ...globSync('/usr/lib/rabbitmq/lib/rabbitmq_server-*')]
  const known = places.map((place) => /(?:rabbitmq_server-|\/rabbitmq\/)(\d+\.\d+\.\d+)/.exec(place)?.[1]).find(Boolean)
  if (known) return known
  const { output } = await run(server.replace(/rabbitmq-server$/, 'rabbitmqctl'), ['version'])
  const told = /^(\d+\.\d+\.\d+)/m.exec(output)?.[1]
  if (told) return told
  throw new EngineError(`${server} doesn't tell its version:\n${output.trim()}`, 'Install RabbitMQ 3.10 or newer.')
}
