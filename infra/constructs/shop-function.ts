import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  type FunctionProps,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { AppSettings } from '../settings.ts'

export interface ShopFunctionProps {
  readonly settings: AppSettings
  readonly description: string
  /** The folder of its bundle. */
  readonly code: string
  readonly layers: readonly ILayerVersion[]
  readonly timeout: Duration
  readonly environment: Record<string, string>
  readonly placement: Pick<FunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups'>
  readonly reservedConcurrency?: number
  /** Set where an asynchronous invocation is only a hint that a schedule repeats: it is tried once, and soon or never. */
  readonly hintOnly?: boolean
  /** Room in /tmp, 512 MB unless given. */
  readonly diskMb?: number | undefined
}

const retentions = { 7: RetentionDays.ONE_WEEK, 30: RetentionDays.ONE_MONTH, 90: RetentionDays.THREE_MONTHS } as const

export const retentionOf = ({ logRetentionDays }: AppSettings): RetentionDays => retentions[logRetentionDays]

/** A function with a log group and a role of its own; the role may write that log and nothing else until it is granted more. */
export const shopFunction = (scope: Construct, id: string, props: ShopFunctionProps): LambdaFunction => {
  const { settings } = props
  const logGroup = new LogGroup(scope, `${id}-log`, {
    retention: retentionOf(settings),
    removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  const role = new Role(scope, `${id}-role`, {
    description: `${id} of the shop`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    ...(props.placement.vpc && {
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaENIManagementAccess')],
    }),
  })
  logGroup.grantWrite(role)
  return new LambdaFunction(scope, id, {
    ...props.placement,
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(props.code),
    layers: [...props.layers],
    memorySize: settings.memoryMb,
    timeout: props.timeout,
    environment: props.environment,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    ...(props.diskMb !== undefined && { ephemeralStorageSize: Size.mebibytes(props.diskMb) }),
    ...(props.hintOnly && { retryAttempts: 0, maxEventAge: Duration.seconds(60) }),
  })
}
