import type { ServiceName } from '@korob/platform/migrate'
import { SubnetType } from 'aws-cdk-lib/aws-ec2'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { DatabaseProxy } from 'aws-cdk-lib/aws-rds'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Stack } from 'aws-cdk-lib/core'
import type { CloudSettings } from '../settings.ts'
import type { Data } from '../stacks/data.ts'
import type { Network } from '../stacks/network.ts'
import { readAllSecrets } from './database-secrets.ts'
import type { Edge } from './edge.ts'
import type { Engines, RabbitMqMapping } from './engines.ts'

const postgresPort = '5432'

/** What a mapping's function needs besides the broker's login. https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html#events-mq-permissions */
const mappingNetworkActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
]

export interface CloudEnginesProps {
  readonly settings: CloudSettings
  readonly network: Network
  readonly data: Data
  readonly proxy: DatabaseProxy
  readonly edge: Edge
}

/** Amazon RDS behind its proxy, Amazon MQ, Amazon OpenSearch Service, and the real SMS gateway. */
export class CloudEngines implements Engines {
  readonly placement: Engines['placement']
  readonly provisionPlacement: Engines['placement']
  readonly publicUrl: string
  readonly originSecret: Engines['originSecret']
  readonly smsGateway: Engines['smsGateway']
  readonly #settings: CloudSettings
  readonly #data: Data
  readonly #proxy: DatabaseProxy

  constructor(stack: Stack, { settings, network, data, proxy, edge }: CloudEnginesProps) {
    const place = { vpc: network.vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } }
    this.placement = { ...place, securityGroups: [network.functions] }
    this.provisionPlacement = { ...place, securityGroups: [network.provision] }
    this.publicUrl = edge.publicUrl
    this.originSecret = edge.originSecret
    this.#settings = settings
    this.#data = data
    this.#proxy = proxy
    this.smsGateway = {
      url: settings.smsGatewayUrl,
      // Made with a placeholder; the account's real login is put in by hand, once: docs/runbook.md, "First deployment".
      secret: new Secret(stack, 'sms', {
        description: `${stack.stackName}: the login at the SMS gateway, { account, token }`,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ account: 'to-be-set' }),
          generateStringKey: 'token',
          excludePunctuation: true,
        },
      }),
    }
  }

  grantDatabase(handler: LambdaFunction, service: ServiceName): void {
    handler.addEnvironment('DATABASE_HOST', this.#proxy.endpoint)
    handler.addEnvironment('DATABASE_PORT', postgresPort)
    handler.addEnvironment('DATABASE_NAME', this.#data.databaseName)
    // No DATABASE_SECRET_ARN: the platform signs in with a token of the function's role.
    handler.addEnvironment('DATABASE_USER', service)
    handler.addEnvironment('DATABASE_TLS', 'require')
    this.#proxy.grantConnect(handler, service)
    // Behind its endpoint there is nothing until it has its target.
    handler.node.addDependency(this.#proxy)
  }

  grantAdministration(handler: LambdaFunction): void {
    const { database, databaseName, admin, services } = this.#data
    handler.addEnvironment('DATABASE_HOST', database.dbInstanceEndpointAddress)
    handler.addEnvironment('DATABASE_PORT', postgresPort)
    handler.addEnvironment('DATABASE_NAME', databaseName)
    handler.addEnvironment('DATABASE_TLS', 'require')
    // RDS' own authority, which Node doesn't know and Lambda carries. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
    handler.addEnvironment('NODE_EXTRA_CA_CERTS', '/var/runtime/ca-cert.pem')
    handler.addEnvironment('DATABASE_ADMIN_SECRET_ARN', admin.secretArn)
    admin.grantRead(handler)
    readAllSecrets(handler, services)
  }

  grantBroker(handler: LambdaFunction): void {
    const { url, login } = this.#data.broker
    handler.addEnvironment('RABBITMQ_URL', url)
    handler.addEnvironment('RABBITMQ_SECRET_ARN', login.secretArn)
    login.grantRead(handler)
  }

  grantSearch(handler: LambdaFunction): void {
    const { search } = this.#data
    handler.addEnvironment('OPENSEARCH_URL', `https://${search.domainEndpoint}`)
    handler.addEnvironment('INDEX_PREFIX', `korob-${this.#settings.stage}-`)
    search.grantReadWrite(handler)
  }

  mapQueue(handler: LambdaFunction, { queue, batchSize, windowMs }: RabbitMqMapping): void {
    const { arn, login } = this.#data.broker
    handler.addToRolePolicy(new PolicyStatement({ actions: ['mq:DescribeBroker'], resources: [arn] }))
    handler.addToRolePolicy(new PolicyStatement({ actions: mappingNetworkActions, resources: ['*'] }))
    const mapping = new CfnEventSourceMapping(handler, 'rabbitmq', {
      eventSourceArn: arn,
      functionName: handler.functionName,
      queues: [queue],
      sourceAccessConfigurations: [
        { type: 'BASIC_AUTH', uri: login.secretArn },
        { type: 'VIRTUAL_HOST', uri: '/' },
      ],
      batchSize,
      // 500 ms is the mapping's own default, and whole seconds all that can be asked for instead.
      ...(windowMs > 500 && { maximumBatchingWindowInSeconds: Math.ceil(windowMs / 1000) }),
    })
    // Lambda checks these permissions when the mapping is made.
    if (handler.role) mapping.node.addDependency(handler.role)
  }
}
