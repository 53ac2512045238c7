import type { ServiceName } from '@korob/platform/migrate'
import { defaultRetryStepsMs } from '@korob/platform/topology'
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { CfnParameter, RemovalPolicy, SecretValue, type Stack } from 'aws-cdk-lib/core'
import { databaseSecrets, readAllSecrets, type ServiceSecrets } from './database-secrets.ts'
import type { Engines, RabbitMqMapping } from './engines.ts'

/** The metadata in which a runner or an emulator finds the RabbitMQ mappings that CloudFormation can't make there. */
export const rabbitMqMetadata = 'korob:RabbitMq'

/** Engines that run beside the stack, on one machine: their addresses and logins are the stack's parameters. */
export class LocalEngines implements Engines {
  readonly placement = {}
  readonly provisionPlacement = {}
  readonly publicUrl: string
  readonly originSecret = undefined
  readonly smsGateway: Engines['smsGateway']
  readonly #database: Readonly<Record<string, string>>
  readonly #broker: Readonly<Record<string, string>>
  readonly #search: Readonly<Record<string, string>>
  readonly #services: ServiceSecrets
  readonly #admin: Secret
  readonly #brokerLogin: Secret

  constructor(stack: Stack) {
    const text = (name: string, description: string, options: { default?: string; noEcho?: boolean } = {}) =>
      new CfnParameter(stack, name, { description, ...options }).valueAsString
    // The parameters are NoEcho, so the template shows only references to them.
    const login = (id: string, fields: Record<string, string>) =>
      new Secret(stack, id, {
        secretObjectValue: Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [name, SecretValue.unsafePlainText(value)]),
        ),
        removalPolicy: RemovalPolicy.DESTROY,
      })

    this.publicUrl = text('PublicUrl', 'Where shoppers find the shop')
    this.#database = {
      DATABASE_HOST: text('DatabaseHost', 'PostgreSQL: host'),
      DATABASE_PORT: text('DatabasePort', 'PostgreSQL: port', { default: '5432' }),
      DATABASE_NAME: text('DatabaseName', 'PostgreSQL: database', { default: 'korob' }),
    }
    this.#admin = login('database-admin', {
      username: text('DatabaseAdminUser', 'PostgreSQL: who may create roles and schemas'),
      password: text('DatabaseAdminPassword', 'PostgreSQL: its password', { noEcho: true }),
    })
    this.#services = databaseSecrets(stack, RemovalPolicy.DESTROY)
    this.#broker = {
      RABBITMQ_URL: text('RabbitMqUrl', 'RabbitMQ: amqp://host:port/vhost, without a login'),
      RABBITMQ_RETRY_STEPS_MS: text('RabbitMqRetrySteps', 'Waits before a message is tried again, ms', {
        default: defaultRetryStepsMs.join(','),
      }),
    }
    this.#brokerLogin = login('rabbitmq', {
      username: text('RabbitMqUser', 'RabbitMQ: user'),
      password: text('RabbitMqPassword', 'RabbitMQ: its password', { noEcho: true }),
    })
    this.#search = {
      OPENSEARCH_URL: text('OpenSearchUrl', 'OpenSearch; empty: search runs on PostgreSQL', { default: '' }),
      INDEX_PREFIX: text('IndexPrefix', "Before the names of the shop's indices", { default: '' }),
    }
    this.smsGateway = {
      url: text('SmsGatewayUrl', 'SMS gateway that speaks the Messages API of Twilio'),
      secret: login('sms', {
        account: text('SmsGatewayAccount', 'SMS gateway: account'),
        token: text('SmsGatewayToken', 'SMS gateway: token', { noEcho: true }),
      }),
    }
  }

  grantDatabase(handler: LambdaFunction, service: ServiceName): void {
    this.#addDatabase(handler)
    handler.addEnvironment('DATABASE_USER', service)
    handler.addEnvironment('DATABASE_SECRET_ARN', this.#services[service].secretArn)
    this.#services[service].grantRead(handler)
  }

  grantAdministration(handler: LambdaFunction): void {
    this.#addDatabase(handler)
    handler.addEnvironment('DATABASE_ADMIN_SECRET_ARN', this.#admin.secretArn)
    this.#admin.grantRead(handler)
    readAllSecrets(handler, this.#services)
  }

  grantBroker(handler: LambdaFunction): void {
    for (const [name, value] of Object.entries(this.#broker)) handler.addEnvironment(name, value)
    handler.addEnvironment('RABBITMQ_SECRET_ARN', this.#brokerLogin.secretArn)
    this.#brokerLogin.grantRead(handler)
  }

  grantSearch(handler: LambdaFunction): void {
    for (const [name, value] of Object.entries(this.#search)) handler.addEnvironment(name, value)
  }

  mapQueue(handler: LambdaFunction, { queue, batchSize, windowMs }: RabbitMqMapping): void {
    const resource = handler.node.defaultChild as CfnFunction
    resource.addMetadata(rabbitMqMetadata, [{ queue, batchSize, windowMs }])
  }

  #addDatabase(handler: LambdaFunction): void {
    for (const [name, value] of Object.entries(this.#database)) handler.addEnvironment(name, value)
  }
}
