import { join } from 'node:path'
import { EngineError } from '../engines/error.ts'
import { projectRoot } from '../engines/paths.ts'
import { type Finished, lastLines, type RunOptions, run } from '../engines/system/run.ts'

/** What can be done with the containers. */
export type Action = 'up' | 'down' | 'reset'

export const composeFile = join(projectRoot, 'localstack-compose.yml')
export const settingsFile = join(projectRoot, '.env')

const verbs: Record<Action, readonly string[]> = {
  // Waits until every health check passes; that of the shop passes before there is a stack.
  up: ['up', '--detach', '--wait', '--wait-timeout', '600', '--remove-orphans'],
  down: ['down', '--remove-orphans'],
  reset: ['down', '--remove-orphans', '--volumes'],
}

export function composeArguments(action: Action): string[] {
  return ['compose', '--file', composeFile, '--env-file', settingsFile, ...verbs[action]]
}

export type DockerAnswers = { readonly client: boolean; readonly compose: boolean; readonly engine: boolean }

/** @throws EngineError that says what is missing, and what to do */
export function requireDocker({ client, compose, engine }: DockerAnswers): void {
  const elsewhere = '`npm start` needs no containers.'
  if (!client)
    throw new EngineError('Docker is not installed here.', `Install it: https://docs.docker.com. ${elsewhere}`)
  if (!compose)
    throw new EngineError(
      "Docker has no `compose` here (or one older than 2.17, which can't wait for health checks).",
      `Install it: https://docs.docker.com/compose/install. ${elsewhere}`,
    )
  if (!engine) throw new EngineError('No Docker engine answers.', `Start Docker, and try again. ${elsewhere}`)
}

export async function askDocker(): Promise<DockerAnswers> {
  const answers = (...args: string[]) =>
    run('docker', args).catch((): Finished => ({ code: null, output: '' })) as Promise<Finished>
  const [client, help, engine] = await Promise.all([
    answers('--version'),
    answers('compose', 'up', '--help'),
    answers('version', '--format', '{{.Server.Version}}'),
  ])
  return { client: client.code === 0, compose: help.output.includes('--wait-timeout'), engine: engine.code === 0 }
}

export async function compose(action: Action, options: RunOptions = {}): Promise<void> {
  const { code, output } = await run('docker', composeArguments(action), { cwd: projectRoot, ...options })
  if (code === 0) return
  throw new EngineError(
    `\`docker compose ${action}\` failed (exit code ${code}):\n${lastLines(output, 20)}`,
    `The containers' own logs say more: docker compose --file ${composeFile} logs`,
  )
}
