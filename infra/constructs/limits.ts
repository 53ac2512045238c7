import { Duration } from 'aws-cdk-lib/core'
import type { Trigger } from '../functions.ts'

/** How long a function may take, by what starts it. Callers give up before: operations say when in their contract. */
export const limits: Readonly<Record<Trigger['kind'], Duration>> = {
  // Below the 29 s after which API Gateway answers 504, so that the function's own answer arrives.
  http: Duration.seconds(20),
  authorizer: Duration.seconds(10),
  operations: Duration.seconds(10),
  events: Duration.seconds(30),
  index: Duration.seconds(30),
  rabbitmq: Duration.seconds(30),
  'sms-events': Duration.seconds(30),
  relay: Duration.seconds(60),
  schedule: Duration.seconds(60),
  // Lambda's most.
  job: Duration.seconds(900),
  task: Duration.seconds(300),
}

/** Connections per environment: consumers work several messages at once, the others one request. */
export const databaseConnections = (kind: Trigger['kind']): number =>
  kind === 'events' || kind === 'index' || kind === 'rabbitmq' ? 4 : 2

/** Environments kept for, and allowed to, a function: a broker bears few connections. */
export const reservedConcurrency: Partial<Record<Trigger['kind'], number>> = {
  relay: 2,
  // Lambda runs one per RabbitMQ mapping; the second bridges a deployment. https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
  rabbitmq: 2,
}
