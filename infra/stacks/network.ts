import {
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { type App, Fn, Stack } from 'aws-cdk-lib/core'
import type { CloudSettings } from '../settings.ts'

export interface Network {
  readonly vpc: IVpc
  /** Of every function that reaches an engine. */
  readonly functions: ISecurityGroup
  /** Of the function that reaches the database itself, past its proxy. */
  readonly provision: ISecurityGroup
}

/** What functions in the network call, and Lambda itself when it reads RabbitMQ for them. */
const services = {
  'secrets-manager': InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  lambda: InterfaceVpcEndpointAwsService.LAMBDA,
  sns: InterfaceVpcEndpointAwsService.SNS,
  sqs: InterfaceVpcEndpointAwsService.SQS,
  sts: InterfaceVpcEndpointAwsService.STS,
} as const

// Asked for one by one: without an account CDK knows no zones, and would make two whatever is asked for.
const zones = (count: number): string[] => Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()))

/** A network with functions and broker in private subnets, data in isolated ones, and one way out, to the SMS gateway. */
export const networkStack = (app: App, settings: CloudSettings): Network => {
  const stack = new Stack(app, `korob-${settings.stage}-network`, { env: { region: settings.region } })
  const vpc = new Vpc(stack, 'vpc', {
    availabilityZones: zones(settings.network.availabilityZones),
    natGateways: 1,
    subnetConfiguration: [
      { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24 },
      { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
    gatewayEndpoints: { s3: { service: GatewayVpcEndpointAwsService.S3 } },
  })
  vpc.addFlowLog('rejected', { trafficType: FlowLogTrafficType.REJECT })
  if (settings.network.interfaceEndpoints)
    for (const [id, service] of Object.entries(services)) vpc.addInterfaceEndpoint(id, { service })

  const group = (id: string, description: string) => new SecurityGroup(stack, id, { vpc, description })
  return {
    vpc,
    functions: group('functions', 'Functions of the shop'),
    provision: group('provision', 'The function that migrates the database'),
  }
}
