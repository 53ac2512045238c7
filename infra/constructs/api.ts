import { Duration } from 'aws-cdk-lib'
import {
  EndpointType,
  IdentitySource,
  type IResource,
  LambdaIntegration,
  type MethodOptions,
  RequestAuthorizer,
  RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { type Endpoint, endpoints, needsAuthorizer, servingFunction } from '../services.ts'
import { addGatewayAnswers } from './gateway-answers.ts'

export interface ApiProps {
  readonly stage: string
  readonly stageOptions: StageOptions
  /** Lets API Gateway write access logs: a setting of the whole account. */
  readonly accountLogRole: boolean
}

export interface RouteProps {
  readonly functions: ReadonlyMap<string, LambdaFunction>
  /** Without one, functions alone look at tokens, as they do in any case. */
  readonly authorizer: LambdaFunction | undefined
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

const preflight = (resource: IResource, here: readonly Endpoint[], origin: string): void => {
  resource.addCorsPreflight({
    allowOrigins: [origin],
    allowMethods: here.map(({ route }) => route.method),
    allowHeaders: [...new Set([...commonHeaders, ...here.flatMap(headersOf)])].sort(),
    maxAge: Duration.hours(1),
  })
}

/** The REST API, still without endpoints: its address is known before the functions that need it. */
export const newApi = (scope: Construct, props: ApiProps): RestApi =>
  new RestApi(scope, 'api', {
    // CloudWatch tells APIs apart by their names alone.
    restApiName: `korob-${props.stage}`,
    description: 'The shop, for its web page, its couriers and its operators',
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: props.accountLogRole,
    deployOptions: { stageName: props.stage, ...props.stageOptions },
  })

const addAuthorizer = (scope: Construct, handler: LambdaFunction): RequestAuthorizer =>
  new RequestAuthorizer(scope, 'authorizer', {
    handler,
    identitySources: [IdentitySource.header('Authorization')],
    // Its policy covers the whole stage, so one answer serves all endpoints; functions check the token's end themselves.
    resultsCacheTtl: Duration.minutes(5),
  })

/** A resource and a method for each endpoint, nothing that isn't declared. */
export const addRoutes = (scope: Construct, api: RestApi, props: RouteProps): void => {
  const authorizer = props.authorizer && addAuthorizer(scope, props.authorizer)
  const integrations = new Map<LambdaFunction, LambdaIntegration>()
  const integration = (handler: LambdaFunction): LambdaIntegration => {
    const known = integrations.get(handler)
    if (known) return known
    // One permission for the whole API: a function's resource policy holds 20 kB, some hundred methods.
    const made = new LambdaIntegration(handler, { scopePermissionToMethod: false })
    integrations.set(handler, made)
    return made
  }
  for (const [path, here] of Map.groupBy(endpoints, ({ route }) => route.path)) {
    const resource = api.root.resourceForPath(path)
    for (const endpoint of here) {
      const options: MethodOptions = authorizer && needsAuthorizer(endpoint) ? { authorizer } : {}
      resource.addMethod(endpoint.route.method, integration(lambdaOf(props.functions, endpoint)), options)
      if (resource.parentResource) refuseRivalParameters(resource.parentResource, endpoint)
    }
    if (props.corsOrigin) preflight(resource, here, props.corsOrigin)
  }
  addGatewayAnswers(api, props.corsOrigin)
}
