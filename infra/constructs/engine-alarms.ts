import { parkedQueue, type QueueName } from '@korob/platform/topology'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { functions } from '../functions.ts'
import type { CloudSettings } from '../settings.ts'
import type { Data } from '../stacks/data.ts'
import { fiveMinutes, minute, type Watch } from './alarms.ts'

const consumedQueues = functions.flatMap(({ trigger }): QueueName[] =>
  trigger.kind === 'rabbitmq' ? [trigger.queue] : [],
)

const watchDatabase = (watch: Watch, { database: chosen }: CloudSettings, { database }: Data): void => {
  watch('database-storage', {
    description: 'Under a tenth of the volume is free, and it does not grow by itself any more',
    metric: database.metricFreeStorageSpace({ period: fiveMinutes, statistic: 'Minimum' }),
    limit: { below: chosen.storageGb * 1024 ** 3 * 0.1 },
    // RDS enlarges a volume that has been as full for five minutes.
    periods: 6,
  })
  watch('database-cpu', {
    description: 'PostgreSQL is busy: see slow statements in its log',
    metric: database.metricCPUUtilization({ period: fiveMinutes, statistic: 'Average' }),
    limit: { above: 80 },
    periods: 3,
  })
  watch('database-connections', {
    description: 'The proxy may open nine tenths of the connections there are; it has eight',
    metric: database.metricDatabaseConnections({ period: fiveMinutes, statistic: 'Maximum' }),
    limit: { above: chosen.connections * 0.8 },
    periods: 2,
  })
}

const watchBroker = (watch: Watch, { stage }: CloudSettings, { broker }: Data): void => {
  const metric = (metricName: string, dimensions: Record<string, string> = {}): IMetric =>
    new Metric({
      namespace: 'AWS/AmazonMQ',
      metricName,
      dimensionsMap: { Broker: broker.name, ...dimensions },
      statistic: 'Maximum',
      period: minute,
    })
  // Of RabbitMQ 4's queues CloudWatch has no metrics: backend-tend-queues writes them.
  // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-4.html
  const messagesOf = (metricName: string, queue: string): IMetric =>
    new Metric({
      namespace: 'Korob',
      metricName,
      dimensionsMap: { service: 'backend', stage, queue },
      statistic: 'Maximum',
      period: minute,
    })

  // Past either limit RabbitMQ blocks everyone who publishes.
  watch('broker-memory', {
    description: 'RabbitMQ uses over 80 % of the memory it may use; at 100 % it takes no more messages',
    metric: new MathExpression({
      expression: '100 * used / allowed',
      usingMetrics: { used: metric('RabbitMQMemUsed'), allowed: metric('RabbitMQMemLimit') },
      period: minute,
    }),
    limit: { above: 80 },
    periods: 5,
  })
  watch('broker-disk', {
    description: "RabbitMQ's free disk space nears the limit at which it takes no more messages",
    metric: new MathExpression({
      expression: 'free / required',
      usingMetrics: { free: metric('RabbitMQDiskFree'), required: metric('RabbitMQDiskFreeLimit') },
      period: minute,
    }),
    limit: { below: 2 },
    periods: 5,
  })
  for (const queue of consumedQueues) {
    const id = queue.replace('.', '-')
    watch(`${id}-parked`, {
      description: `Messages of ${queue} were given up: see ${parkedQueue(queue)}`,
      metric: messagesOf('messagesParked', queue),
      limit: { above: 0 },
      periods: 1,
    })
    watch(`${id}-backlog`, {
      description: `Messages pile up in ${queue}: is it consumed?`,
      metric: messagesOf('messagesWaiting', queue),
      limit: { above: 1000 },
      periods: 15,
      mustBeWritten: true,
    })
  }
}

const watchSearch = (watch: Watch, { search: chosen }: CloudSettings, { search }: Data): void => {
  watch('search-red', {
    description: 'An index of OpenSearch lacks a part; search runs on PostgreSQL meanwhile',
    metric: search.metricClusterStatusRed({ period: minute, statistic: 'Maximum' }),
    limit: { above: 0 },
    periods: 5,
  })
  watch('search-storage', {
    description: "Under a quarter of a node's volume is free",
    // In MiB, of the fullest node.
    metric: search.metricFreeStorageSpace({ period: fiveMinutes, statistic: 'Minimum' }),
    limit: { below: chosen.volumeGb * 1024 * 0.25 },
    periods: 3,
  })
}

/** Alarms of PostgreSQL, RabbitMQ and OpenSearch, before what they lack reaches the shop. */
export const watchEngines = (watch: Watch, settings: CloudSettings, data: Data): void => {
  watchDatabase(watch, settings, data)
  watchBroker(watch, settings, data)
  watchSearch(watch, settings, data)
}
