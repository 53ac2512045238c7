import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../engines/engine.ts'
import { EngineError } from '../engines/error.ts'
import { projectRoot } from '../engines/paths.ts'
import { aptInstall } from '../engines/system/apt.ts'
import { findExecutable } from '../engines/system/executables.ts'
import { lastLines, type RunOptions, run } from '../engines/system/run.ts'
import { type DockerEngine, docker } from './docker-engine.ts'

/** The name under which emulators look for it. */
const image = 'public.ecr.aws/lambda/nodejs:24'
/** AWS's own runtime interface client, whose native part is compiled on installation. */
const client = 'aws-lambda-ric@4.0.2'

const bootstrap = `#!/bin/sh
export NODE_PATH=/opt/nodejs/node_modules:/var/runtime/node_modules
exec /usr/local/bin/node /var/runtime/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
`

/** What stands in for Lambda's image of Node 24 where that can't be pulled: Debian, our Node, and AWS's client of the runtime API. */
export async function ensureLambdaImage({ host }: DockerEngine, folder: string, log: Log): Promise<void> {
  if ((await docker(host, ['image', 'inspect', image])).code === 0) return
  if ((await docker(host, ['pull', '--quiet', image])).code === 0) return
  log(`${image} can't be pulled: one is made here (once, about 3 min)`)
  const missing = [
    ...(findExecutable('debootstrap', ['/usr/sbin']) ? [] : [['debootstrap']]),
    ...(findExecutable('cmake') ? [] : [['cmake']]),
    ...(findExecutable('g++') ? [] : [['g++'], ['make'], ['python3']]),
  ]
  if (missing.length > 0) await aptInstall(missing, log)
  rmSync(folder, { recursive: true, force: true })
  const root = join(folder, 'root')
  const runtime = join(folder, 'runtime')
  mkdirSync(runtime, { recursive: true })
  await must('debootstrap', ['--variant=minbase', 'bookworm', root, 'http://deb.debian.org/debian'])
  writeFileSync(
    join(runtime, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { 'aws-lambda-ric': true } }),
  )
  await must('npm', ['install', '--no-audit', '--no-fund', client], { cwd: runtime, env: withOurNode() })
  layOut(root, runtime)
  await must('sh', ['-c', `tar -C "$0" -c . | docker import --change 'WORKDIR /var/task' - ${image}`, root], {
    env: { ...process.env, DOCKER_HOST: host },
  })
  rmSync(folder, { recursive: true, force: true })
}

function layOut(root: string, runtime: string): void {
  for (const folder of ['var/runtime', 'var/task', 'opt']) mkdirSync(join(root, folder), { recursive: true })
  copyFileSync(join(projectRoot, 'node_modules/node/bin/node'), join(root, 'usr/local/bin/node'))
  cpSync(join(runtime, 'node_modules'), join(root, 'var/runtime/node_modules'), { recursive: true })
  writeFileSync(join(root, 'var/runtime/bootstrap'), bootstrap)
  chmodSync(join(root, 'var/runtime/bootstrap'), 0o755)
  for (const folder of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'])
    rmSync(join(root, folder), { recursive: true, force: true })
}

function withOurNode(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(projectRoot, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
}

async function must(file: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const { code, output } = await run(file, args, options)
  if (code === 0) return
  throw new EngineError(
    `\`${file} ${args.join(' ')}\` failed (exit code ${code}):\n${lastLines(output)}`,
    'Mend what it complains about, and start again.',
  )
}
