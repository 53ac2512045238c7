import type { ServiceName } from '@korob/platform/migrate'
import type { QueueName } from '@korob/platform/topology'
import type { FunctionProps, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'

export interface RabbitMqMapping {
  readonly queue: QueueName
  readonly batchSize: number
  /** How long Lambda waits for a batch to fill. */
  readonly windowMs: number
}

/** PostgreSQL, RabbitMQ, OpenSearch and the SMS gateway as a stage has them. Each method lets one function use one of them. */
export interface Engines {
  /** The network a function runs in to reach them. */
  readonly placement: Pick<FunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups'>
  /** And that in which provision reaches the database itself. */
  readonly provisionPlacement: Engines['placement']
  /** Where shoppers find the shop. */
  readonly publicUrl: string
  /** Proves that a request came through the distribution; none where there is no distribution. */
  readonly originSecret: ISecret | undefined
  readonly smsGateway: { readonly url: string; readonly secret: ISecret }
  /** As the service's own role. */
  grantDatabase(handler: LambdaFunction, service: ServiceName): void
  /** As the administrator, who knows the passwords of all services' roles. */
  grantAdministration(handler: LambdaFunction): void
  grantBroker(handler: LambdaFunction): void
  grantSearch(handler: LambdaFunction): void
  /** Has the function invoked with the queue's messages. */
  mapQueue(handler: LambdaFunction, mapping: RabbitMqMapping): void
}
