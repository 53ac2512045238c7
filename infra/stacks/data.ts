import { EbsDeviceVolumeType, InstanceType, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2'
import { Domain, EngineVersion, TLSSecurityPolicy } from 'aws-cdk-lib/aws-opensearchservice'
import {
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import { addBroker, type Broker } from '../constructs/broker.ts'
import { databaseSecrets, type ServiceSecrets } from '../constructs/database-secrets.ts'
import type { CloudSettings } from '../settings.ts'
import type { Network } from './network.ts'

export interface Data {
  readonly database: DatabaseInstance
  readonly databaseName: string
  readonly admin: ISecret
  readonly services: ServiceSecrets
  /** The security group of the database's proxy. */
  readonly proxyAccess: SecurityGroup
  readonly search: Domain
  readonly broker: Broker
}

const databaseName = 'korob'

const addDatabase = (stack: Stack, settings: CloudSettings, { vpc, provision }: Network): DatabaseInstance => {
  const database = new DatabaseInstance(stack, 'database', {
    engine: DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_18 }),
    instanceType: new InstanceType(settings.database.instance),
    credentials: Credentials.fromGeneratedSecret('korob_admin'),
    databaseName,
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    multiAz: settings.database.multiAz,
    storageType: StorageType.GP3,
    allocatedStorage: settings.database.storageGb,
    maxAllocatedStorage: settings.database.storageGb * 10,
    storageEncrypted: true,
    backupRetention: Duration.days(settings.database.backupDays),
    deletionProtection: settings.keepData,
    removalPolicy: settings.keepData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: ['postgresql'],
    parameters: { log_min_duration_statement: '500', max_connections: String(settings.database.connections) },
  })
  database.connections.allowDefaultPortFrom(provision, 'Migrations')
  return database
}

// The proxy itself comes with the functions, after the roles it signs in as: constructs/database-proxy.ts. Its group stands
// here, where the database lets it in.
const addProxyAccess = (stack: Stack, { vpc, functions }: Network, database: DatabaseInstance): SecurityGroup => {
  const group = new SecurityGroup(stack, 'proxy-access', { vpc, description: 'RDS Proxy' })
  group.addIngressRule(functions, Port.tcp(5432), 'Functions')
  database.connections.allowDefaultPortFrom(group, 'RDS Proxy')
  return group
}

// The first OpenSearch domain of an account in a VPC needs the service-linked role: docs/runbook.md, "First deployment".
const addSearch = (stack: Stack, settings: CloudSettings, { vpc, functions }: Network): Domain => {
  const { nodes, instance, volumeGb } = settings.search
  const group = new SecurityGroup(stack, 'search-access', { vpc, description: 'OpenSearch' })
  group.addIngressRule(functions, Port.tcp(443), 'Functions')
  const { subnets } = vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_ISOLATED })
  return new Domain(stack, 'search', {
    version: EngineVersion.OPENSEARCH_2_19,
    vpc,
    vpcSubnets: [{ subnets: subnets.slice(0, nodes) }],
    securityGroups: [group],
    capacity: { dataNodes: nodes, dataNodeInstanceType: instance, multiAzWithStandbyEnabled: false },
    ...(nodes > 1 && { zoneAwareness: { enabled: true, availabilityZoneCount: nodes } }),
    ebs: { volumeType: EbsDeviceVolumeType.GP3, volumeSize: volumeGb },
    encryptionAtRest: { enabled: true },
    nodeToNodeEncryption: true,
    enforceHttps: true,
    tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
    // A view of the database: it can be rebuilt at any time.
    removalPolicy: RemovalPolicy.DESTROY,
  })
}

/** Everything that holds data, apart from the functions, so that these can be deployed and rolled back alone. */
export const dataStack = (app: App, settings: CloudSettings, network: Network): Data => {
  const stack = new Stack(app, `korob-${settings.stage}-data`, { env: { region: settings.region } })
  const database = addDatabase(stack, settings, network)
  const services = databaseSecrets(stack, settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
  const admin = database.secret
  if (!admin) throw new Error('the database has no secret of its administrator')
  return {
    database,
    databaseName,
    admin,
    services,
    proxyAccess: addProxyAccess(stack, network, database),
    search: addSearch(stack, settings, network),
    broker: addBroker(stack, settings, network),
  }
}
