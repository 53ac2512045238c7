import type { Log } from './log.ts'

export type RunnerOptions = {
  /** Folder of a synthesized CDK assembly (with manifest.json). */
  assembly: string
  /** 0 or nothing: a free one. */
  port?: number
  /** Address of an SQS, SNS and S3 emulator. */
  awsEndpoint: string
  /** amqp://user:password@host:port/vhost; without it RabbitMQ mappings are not started. */
  rabbitMqUrl?: string
  /** Values of the template's parameters. */
  parameters?: Record<string, string>
  /** Keeps accepted events, secrets and caches; without it nothing outlives the runner. */
  dataDir?: string
  /** Where compiled code of functions is kept, which runners of the same assembly may share; below `dataDir` unless given. */
  compileCache?: string
  /** Most execution environments at once, over all functions. */
  maxEnvironments?: number
  /** A call whose function has an environment for each core at work waits so long for one before another is started; Lambda starts it at once. */
  patienceMs?: number
  /** An environment that has had nothing to do for so long is ended. */
  idleEnvironmentMs?: number
  /** false: schedules are not started. */
  schedules?: boolean
  /** false: changes of code and templates are not noticed. */
  watch?: boolean
  /** Wait before the first retry of an asynchronous event; a minute in Lambda. */
  asyncRetryBaseMs?: number
  region?: string
  /** How long `stop` waits for what is being served. */
  stopGraceMs?: number
  log?: Log
}

export const defaults = {
  maxEnvironments: 64,
  // About what an environment takes to load.
  patienceMs: 250,
  idleEnvironmentMs: 300_000,
  asyncRetryBaseMs: 60_000,
  region: 'us-east-1',
  stopGraceMs: 3000,
}

/** The account number of emulators. */
export const accountId = '000000000000'
