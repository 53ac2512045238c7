import { join } from 'node:path'
import type { RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway'
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch'
import {
  Architecture,
  Code,
  type ILayerVersion,
  type Function as LambdaFunction,
  LayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { RemovalPolicy, type Stack } from 'aws-cdk-lib/core'
import { provisionId } from '../build/paths.ts'
import { type FunctionPlan, functionId, functions as plans } from '../functions.ts'
import type { AppSettings } from '../settings.ts'
import { newAuthorizer } from './api.ts'
import { connect } from './connections.ts'
import type { Engines } from './engines.ts'
import { filesBucket } from './files-bucket.ts'
import { limits, reservedConcurrency } from './limits.ts'
import { addMessaging, reachDeadLetters } from './messaging.ts'
import { addKeys, type Keys } from './shared-secrets.ts'
import { shopFunction } from './shop-function.ts'
import { trigger } from './triggers.ts'

/** The folders the build has made. */
export interface BuiltCode {
  readonly functions: string
  /** None: every function carries the platform itself. */
  readonly layer: string | undefined
}

export interface ApplicationProps {
  readonly settings: AppSettings
  readonly engines: Engines
  readonly code: BuiltCode
  readonly alarmActions: readonly IAlarmAction[]
  /** False: API Gateway lets everybody through to the functions, which look at tokens themselves. */
  readonly authorizer?: boolean
}

export interface Application {
  /** By id: catalog-stock. */
  readonly functions: ReadonlyMap<string, LambdaFunction>
  readonly provision: LambdaFunction
  readonly authorizer: RequestAuthorizer | undefined
  readonly keys: Keys
}

const platformLayer = (stack: Stack, folder: string): ILayerVersion =>
  new LayerVersion(stack, 'platform', {
    description: 'What every function of the shop shares',
    code: Code.fromAsset(folder),
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    compatibleArchitectures: [Architecture.ARM_64, Architecture.X86_64],
  })

/** Functions that open no connection to an engine stay outside the network: they start faster there. */
const placementOf = (plan: FunctionPlan, engines: Engines) => (plan.database === false ? {} : engines.placement)

// A file of 1 GB, and its rows once more while they are sorted.
const jobDiskMb = 6_144

/** Functions, queues, topics, schedules and keys: all of the shop but its endpoints that is the same in every stage. */
export const addApplication = (stack: Stack, props: ApplicationProps): Application => {
  const { settings, engines, code, alarmActions } = props
  const layers = code.layer ? [platformLayer(stack, code.layer)] : []
  const keys = addKeys(stack, settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
  const messaging = addMessaging(stack, alarmActions)
  const files = filesBucket(stack, settings, engines)

  const functions = new Map(
    plans.map((plan) => {
      const id = functionId(plan)
      const made = shopFunction(stack, id, {
        settings,
        description: `${plan.service}: ${plan.name}`,
        code: join(code.functions, id),
        layers,
        timeout: limits[plan.trigger.kind],
        environment: { POWERTOOLS_SERVICE_NAME: plan.service, STAGE: settings.stage },
        placement: placementOf(plan, engines),
        reservedConcurrency: reservedConcurrency[plan.trigger.kind],
        hintOnly: ['relay', 'schedule', 'job'].includes(plan.trigger.kind),
        diskMb: plan.trigger.kind === 'job' ? jobDiskMb : undefined,
      })
      return [id, made] as const
    }),
  )
  for (const plan of plans) {
    connect(plan, { settings, engines, keys, functions, files })
    trigger(stack, plan, { settings, engines, messaging, functions, alarmActions })
  }
  for (const plan of plans) {
    const handler = functions.get(functionId(plan))
    if (plan.deadLetters && handler) reachDeadLetters(messaging, handler)
  }

  const provision = shopFunction(stack, provisionId, {
    settings,
    description: 'Migrations, roles, broker topology: before each release',
    code: join(code.functions, provisionId),
    layers,
    timeout: limits.task,
    environment: { POWERTOOLS_SERVICE_NAME: provisionId, STAGE: settings.stage },
    placement: engines.provisionPlacement,
  })
  engines.grantAdministration(provision)
  engines.grantBroker(provision)

  const gatekeeper = functions.get('backend-authorizer')
  if (!gatekeeper) throw new Error('the API needs the function backend-authorizer: infra/functions.ts')
  const authorizer = props.authorizer === false ? undefined : newAuthorizer(stack, gatekeeper)
  return { functions, provision, authorizer, keys }
}
