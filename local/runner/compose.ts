import type { DatabaseSync } from 'node:sqlite'
import { Gateway } from './apigateway/gateway.ts'
import type { Account } from './assembly/cloud.ts'
import { stableId } from './assembly/names.ts'
import { createFaults, type Faults } from './faults.ts'
import { AsyncQueue } from './lambda/async-queue.ts'
import { createCaller, type LambdaCaller } from './lambda/caller.ts'
import { concludeEvent } from './lambda/destinations.ts'
import { createEventStore } from './lambda/event-store.ts'
import { bundleRuntime } from './lambda/runtime-bundle.ts'
import { LambdaService } from './lambda/service.ts'
import type { Log } from './log.ts'
import type { ReadMappings } from './mappings/read.ts'
import { MappingSupervisor } from './mappings/supervisor.ts'
import type { Messaging } from './messaging/clients.ts'
import { defaults, type RunnerOptions } from './options.ts'
import { Broker } from './rabbitmq/broker.ts'
import { RabbitMqMapping } from './rabbitmq/mapping.ts'
import { Scheduler } from './schedules/scheduler.ts'
import { selectFunctions } from './select.ts'
import { SqsMapping } from './sqs/mapping.ts'
import type { Workspace } from './workspace.ts'
import { findRuntimeModules } from './workspace.ts'

/** The parts of a runner, wired together; nothing has started yet. */
export type Parts = {
  service: LambdaService
  queue: AsyncQueue
  lambda: LambdaCaller
  gateway: Gateway
  mappings: MappingSupervisor
  scheduler: Scheduler
  faults: Faults
  broker: Broker | undefined
  startMappings(wanted: ReadMappings): Promise<void>
}

export type Surroundings = {
  options: RunnerOptions
  account: Account
  database: DatabaseSync
  workspace: Workspace
  messaging: Messaging
  endpoint: string
  log: Log
}

export function composeParts(surroundings: Surroundings): Parts {
  const { options, account, messaging, log } = surroundings
  const service = createService(surroundings)
  const mappings = new MappingSupervisor()
  const configurations = () => [...service.functions.values()].map((one) => one.configuration)
  const ofFunctions = (names: string[]) => mappings.all().filter((mapping) => names.includes(mapping.info().function))
  const faults = createFaults({
    service,
    select: (filter) => selectFunctions(configurations(), filter),
    pause: async (names) => void (await Promise.all(ofFunctions(names).map((mapping) => mapping.pause()))),
    resume: (names) => ofFunctions(names).forEach((mapping) => void mapping.resume()),
  })
  const queue = createQueue(surroundings, service, (arn, body) => send(arn, body))
  const lambda = createCaller(service, queue, faults)
  const send = async (arn: string, body: string, groupId?: string): Promise<void> => {
    if (arn.split(':')[2] === 'lambda') await lambda.accept(arn, body)
    else await messaging.sendToArn(arn, body, {}, groupId)
  }
  const broker = options.rabbitMqUrl ? new Broker(options.rabbitMqUrl) : undefined
  return {
    service,
    queue,
    lambda,
    mappings,
    faults,
    broker,
    gateway: new Gateway({ ...account, lambda, log }),
    scheduler: new Scheduler({ account, invoke: (target, event) => send(target.arn, event, target.groupId), log }),
    async startMappings({ sqs, rabbitMq }) {
      if (!broker && rabbitMq.length > 0) {
        log({
          level: 'warn',
          text: `without the address of a broker ${rabbitMq.length} RabbitMQ mappings are not started`,
        })
      }
      const eventSourceArn = `arn:aws:mq:${account.region}:${account.accountId}:broker:local:b-${stableId(broker?.virtualHost ?? '', 12)}`
      await mappings.apply([
        ...sqs.map((settings) => ({
          settings,
          create: () => new SqsMapping(settings, { sqs: messaging.sqs, lambda, region: account.region, log }),
        })),
        ...(broker ? rabbitMq : []).map((settings) => ({
          settings,
          create: () => new RabbitMqMapping(settings, { broker: broker as Broker, lambda, eventSourceArn, log }),
        })),
      ])
    },
  }
}

function createService({ options, account, workspace, endpoint, log }: Surroundings): LambdaService {
  return new LambdaService({
    runtimeFile: bundleRuntime(workspace.runtime),
    runtimeModules: findRuntimeModules(),
    compileCache: options.compileCache ?? workspace.compileCache,
    endpoints: () => ({ region: account.region, awsEndpoint: account.awsEndpoint, runnerEndpoint: endpoint }),
    maximumEnvironments: options.maxEnvironments ?? defaults.maxEnvironments,
    patienceMs: options.patienceMs ?? defaults.patienceMs,
    idleMs: options.idleEnvironmentMs ?? defaults.idleEnvironmentMs,
    log,
  })
}

function createQueue(
  { options, database, messaging, log }: Surroundings,
  service: LambdaService,
  send: (arn: string, body: string) => Promise<void>,
): AsyncQueue {
  const queue = new AsyncQueue({
    store: createEventStore(database),
    retryBaseMs: options.asyncRetryBaseMs ?? defaults.asyncRetryBaseMs,
    find: (name) => service.functions.get(name),
    hasCapacity: (name) => service.hasCapacity(name),
    invoke: (name, payload, invocation) => service.invoke(name, payload, invocation),
    conclude: (event, conclusion) =>
      concludeEvent(service.find(event.function).configuration, event, conclusion, send, messaging),
    log,
  })
  service.onCapacity((name) => queue.wake(name))
  return queue
}
