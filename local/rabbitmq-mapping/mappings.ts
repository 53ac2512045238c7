import type { LambdaClient } from '@aws-sdk/client-lambda'
import { invokeDeployed } from '../deployed/invoke.ts'
import { emulatorAccount, emulatorRegion } from '../deployed/place.ts'
import type { DeployedStack } from '../deployed/stack.ts'
import { stableId } from '../runner/assembly/names.ts'
import type { Log } from '../runner/log.ts'
import type { MappingInfo } from '../runner/mappings/mapping.ts'
import { fromMetadata } from '../runner/mappings/read.ts'
import { MappingSupervisor } from '../runner/mappings/supervisor.ts'
import { Broker } from '../runner/rabbitmq/broker.ts'
import { RabbitMqMapping } from '../runner/rabbitmq/mapping.ts'

export type DeployedMappings = {
  /** Keeps the mappings in step with what the stack's functions ask for; none of them without a stack. */
  readonly apply: (stack: DeployedStack | undefined) => Promise<void>
  readonly list: () => MappingInfo[]
  readonly stop: () => Promise<void>
}

/** The runner's own RabbitMQ mappings, at functions that are deployed elsewhere. */
export function deployedMappings(lambda: LambdaClient, rabbitMqUrl: string, log: Log): DeployedMappings {
  const broker = new Broker(rabbitMqUrl)
  const supervisor = new MappingSupervisor()
  const eventSourceArn = `arn:aws:mq:${emulatorRegion}:${emulatorAccount}:broker:local:b-${stableId(broker.virtualHost, 12)}`
  const context = {
    broker,
    eventSourceArn,
    log,
    lambda: { invoke: (name: string, payload: string) => invokeDeployed(lambda, name, payload) },
  }
  return {
    apply: (stack) =>
      supervisor.apply(
        (stack?.functions ?? [])
          .flatMap((one) => fromMetadata({ ...one, stack: stack?.name ?? '', type: 'AWS::Lambda::Function' }))
          .map((settings) => ({ settings, create: () => new RabbitMqMapping(settings, context) })),
      ),
    list: () => supervisor.all().map((mapping) => mapping.info()),
    async stop() {
      await supervisor.stop()
      await broker.close()
    },
  }
}
