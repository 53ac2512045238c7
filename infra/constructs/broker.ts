import { CfnBroker } from 'aws-cdk-lib/aws-amazonmq'
import { Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Fn } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { CloudSettings } from '../settings.ts'
import type { Network } from '../stacks/network.ts'

export interface Broker {
  /** By which CloudWatch knows it. */
  readonly name: string
  readonly arn: string
  /** amqps://host:port */
  readonly url: string
  /** { username, password } */
  readonly login: Secret
}

/** RabbitMQ that only the shop's network reaches. */
export const addBroker = (scope: Construct, settings: CloudSettings, network: Network): Broker => {
  const login = new Secret(scope, 'rabbitmq', {
    description: 'The login of the shop in RabbitMQ',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: 'korob' }),
      generateStringKey: 'password',
      passwordLength: 40,
      // Amazon MQ refuses commas, colons and equals signs.
      excludePunctuation: true,
    },
  })
  const group = new SecurityGroup(scope, 'broker-access', { vpc: network.vpc, description: 'RabbitMQ' })
  group.addIngressRule(network.functions, Port.tcp(5671), 'Functions publish')
  group.addIngressRule(network.provision, Port.tcp(5671), 'Provision declares the topology')
  // Lambda reads the queues from network interfaces that carry the broker's own group.
  // https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html#process-mq-messages-with-lambda-networkconfiguration
  group.addIngressRule(group, Port.tcp(5671), 'Lambda reads')

  const { subnetIds } = network.vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_WITH_EGRESS })
  const { cluster, instance } = settings.broker
  const name = `korob-${settings.stage}`
  const broker = new CfnBroker(scope, 'broker', {
    brokerName: name,
    engineType: 'RABBITMQ',
    engineVersion: '4.2',
    // Amazon MQ requires it of RabbitMQ 4.
    autoMinorVersionUpgrade: true,
    hostInstanceType: instance,
    deploymentMode: cluster ? 'CLUSTER_MULTI_AZ' : 'SINGLE_INSTANCE',
    publiclyAccessible: false,
    subnetIds: cluster ? subnetIds : subnetIds.slice(0, 1),
    securityGroups: [group.securityGroupId],
    logs: { general: true },
    maintenanceWindowStartTime: { dayOfWeek: 'TUESDAY', timeOfDay: '02:00', timeZone: 'UTC' },
    users: [
      {
        username: login.secretValueFromJson('username').unsafeUnwrap(),
        password: login.secretValueFromJson('password').unsafeUnwrap(),
      },
    ],
  })
  return { name, arn: broker.attrArn, url: Fn.select(0, broker.attrAmqpEndpoints), login }
}
