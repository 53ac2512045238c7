import {
  CfnAccount,
  CfnRestApi,
  Deployment,
  IdentitySource,
  type IResource,
  type IRestApi,
  LambdaIntegration,
  type Method,
  type MethodOptions,
  RequestAuthorizer,
  RestApi,
  Stage,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type Endpoint, endpoints, needsAuthorizer, servingFunction } from '../services.ts'
import { addGatewayAnswers, gatewayAnswers } from './gateway-answers.ts'

export interface ApiProps {
  readonly stage: string
  /** Lets API Gateway write access logs: a setting of the whole account. */
  readonly accountLogRole: boolean
}

/** An API by what names it: its endpoints are in a stack of their own. */
export interface Api {
  readonly restApiId: string
  readonly restApiName: string
  readonly rootResourceId: string
  /** Where it is reached, once its endpoints are deployed. */
  readonly url: string
}

export interface RouteProps {
  readonly api: Api
  readonly stage: string
  readonly stageOptions: StageOptions
  readonly functions: ReadonlyMap<string, LambdaFunction>
  /** Without one, functions alone look at tokens, as they do in any case. */
  readonly authorizer: RequestAuthorizer | undefined
  readonly corsOrigin: string | undefined
}

/** Headers a page may send with any request; those a route declares come on top. */
const commonHeaders = [
  'accept-language',
  'authorization',
  'content-type',
  'if-none-match',
  'traceparent',
  'x-correlation-id',
]

/** Cookies are the browser's own affair, and go to the shop's own origin only. */
const headersOf = ({ route }: Endpoint): string[] =>
  Object.keys(route.headers?.shape ?? {}).filter((name) => name !== 'cookie')

const lambdaOf = (functions: RouteProps['functions'], endpoint: Endpoint): LambdaFunction => {
  const id = servingFunction(endpoint)
  const found = functions.get(id)
  if (!found)
    throw new Error(`route ${endpoint.name} of ${endpoint.service} needs the function ${id}: infra/functions.ts`)
  return found
}

// API Gateway allows one parameter per place in the tree, whatever service the route belongs to.
const refuseRivalParameters = (resource: IResource, { route }: Endpoint): void => {
  const siblings = resource.node.children.map(({ node }) => node.id).filter((id) => /^\{.*\}$/.test(id))
  if (siblings.length > 1) throw new Error(`${route.path}: rival path parameters ${siblings.join(', ')}`)
}

const preflight = (resource: IResource, here: readonly Endpoint[], origin: string): Method =>
  resource.addCorsPreflight({
    allowOrigins: [origin],
    allowMethods: here.map(({ route }) => route.method),
    allowHeaders: [...new Set([...commonHeaders, ...here.flatMap(headersOf)])].sort(),
    maxAge: Duration.hours(1),
  })

const letWriteLogs = (scope: Construct, api: CfnRestApi): void => {
  const role = new Role(scope, 'api-log-role', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  const account = new CfnAccount(scope, 'api-account', { cloudWatchRoleArn: role.roleArn })
  account.addResourceDependency(api)
}

/** The REST API, still without endpoints: its address is known before the functions that need it. */
export const newApi = (scope: Construct, { stage, accountLogRole }: ApiProps): Api => {
  // CloudWatch tells APIs apart by their names alone.
  const restApiName = `korob-${stage}`
  const api = new CfnRestApi(scope, 'api', {
    name: restApiName,
    description: 'The shop, for its web page, its couriers and its operators',
    endpointConfiguration: { types: ['REGIONAL'] },
  })
  if (accountLogRole) letWriteLogs(scope, api)
  const { region, urlSuffix } = Stack.of(scope)
  return {
    restApiId: api.ref,
    restApiName,
    rootResourceId: api.attrRootResourceId,
    url: `https://${api.ref}.execute-api.${region}.${urlSuffix}/${stage}/`,
  }
}

export const newAuthorizer = (scope: Construct, handler: LambdaFunction): RequestAuthorizer =>
  new RequestAuthorizer(scope, 'authorizer', {
    handler,
    identitySources: [IdentitySource.header('Authorization')],
    // Its policy covers the whole stage, so one answer serves all endpoints; functions check the token's end themselves.
    resultsCacheTtl: Duration.minutes(5),
  })

/** A release of all endpoints: another one whenever any of them changes, and not before they are there. */
const deploy = (scope: Construct, api: IRestApi, parts: readonly Construct[], props: RouteProps): void => {
  const deployment = new Deployment(scope, 'deployment', { api })
  for (const part of parts) deployment.node.addDependency(part)
  deployment.addToLogicalId(
    endpoints.map((endpoint) => [
      endpoint.route.method,
      endpoint.route.path,
      props.authorizer !== undefined && needsAuthorizer(endpoint),
      servingFunction(endpoint),
      headersOf(endpoint),
    ]),
  )
  deployment.addToLogicalId([
    props.corsOrigin ?? null,
    gatewayAnswers(props.corsOrigin).map(({ type, ...rest }) => [type.responseType, rest]),
  ])
  new Stage(scope, 'stage', { deployment, stageName: props.stage, ...props.stageOptions })
}

/** A resource and a method for each endpoint, nothing that isn't declared. */
export const addRoutes = (scope: Construct, props: RouteProps): void => {
  const { authorizer, corsOrigin } = props
  const api = RestApi.fromRestApiAttributes(scope, 'api', props.api)
  const integrations = new Map<LambdaFunction, LambdaIntegration>()
  const integration = (handler: LambdaFunction): LambdaIntegration => {
    const known = integrations.get(handler)
    if (known) return known
    // One permission for the whole API: a function's resource policy holds 20 kB, some hundred methods.
    const made = new LambdaIntegration(handler, { scopePermissionToMethod: false })
    integrations.set(handler, made)
    return made
  }
  const methods: Method[] = []
  for (const [path, here] of Map.groupBy(endpoints, ({ route }) => route.path)) {
    const resource = api.root.resourceForPath(path)
    for (const endpoint of here) {
      const options: MethodOptions = authorizer && needsAuthorizer(endpoint) ? { authorizer } : {}
      const handler = integration(lambdaOf(props.functions, endpoint))
      methods.push(resource.addMethod(endpoint.route.method, handler, options))
      if (resource.parentResource) refuseRivalParameters(resource.parentResource, endpoint)
    }
    if (corsOrigin) methods.push(preflight(resource, here, corsOrigin))
  }
  deploy(scope, api, [...methods, ...addGatewayAnswers(scope, api, gatewayAnswers(corsOrigin))], props)
}
