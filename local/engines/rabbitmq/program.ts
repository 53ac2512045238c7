import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { aptUnpack } from '../system/apt-unpack.ts'
import { plainPath } from '../system/plain-path.ts'

/** A RabbitMQ that can be run, and what its environment must have for that. */
export type Program = { readonly server: string; readonly env: NodeJS.ProcessEnv; readonly origin: string }

export const installed = (server: string): Program => ({ server, env: {}, origin: `found at ${server}` })

/** RabbitMQ, and Erlang where that is missing too, from packages that are unpacked rather than installed. */
export async function unpacked(name: string, log: Log): Promise<Program> {
  const root = plainPath(await aptUnpack(name, log))
  // The script itself: those in `bin` are links, and look for what is beside it by a path that has no link in it.
  const [server] = globSync(join(root, 'usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server'))
  if (!server)
    throw new EngineError(`The package ${name} has no server in it.`, 'Install RabbitMQ, or set RABBITMQ_URL.')
  const erlang = join(root, 'usr/lib/erlang')
  for (const script of globSync(join(erlang, 'bin/erl'))) relocate(script)
  const libraries = globSync([join(root, 'usr/lib/*-linux-*'), join(root, 'lib/*-linux-*')])
  return {
    server,
    origin: `unpacked in ${root}`,
    env: {
      PATH: [join(erlang, 'bin'), join(root, 'usr/bin'), process.env.PATH].join(delimiter),
      ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(delimiter) }),
    },
  }
}

/** Debian writes Erlang's place into the script that starts it. */
function relocate(script: string): void {
  const text = readFileSync(script, 'utf8')
  const movable = text.replaceAll(/ROOTDIR=\/usr\/lib\/erlang$/gm, 'ROOTDIR="$(cd "$(dirname "$0")/.." && pwd)"')
  if (movable !== text) writeFileSync(script, movable)
}
