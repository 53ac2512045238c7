import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asList, asNumber, asObject, asText } from '../assembly/template.ts'
import { shortReference } from '../lambda/reference.ts'
import { readApiKeys } from './api-keys.ts'
import { readIntegration } from './integrations.ts'
import {
  type Authorizer,
  type GatewayResponse,
  type Method,
  type ResourceNode,
  type RestApi,
  textMap,
} from './model.ts'
import { readValidator } from './validation.ts'

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html#apigw-Type-Authorizer-authorizerResultTtlInSeconds */
const defaultAuthorizerTtlSeconds = 300

const knownAuthorizations = new Set(['NONE', 'CUSTOM'])

export function readRestApis(cloud: Cloud): RestApi[] {
  return cloud.ofType('AWS::ApiGateway::RestApi').map((api) => readRestApi(cloud, api))
}

function readRestApi(cloud: Cloud, api: Resource): RestApi {
  if (api.properties.Body || api.properties.BodyS3Location) {
    throw new ResourceError(api, 'an API given as an OpenAPI document is not supported: declare resources and methods')
  }
  const id = String(api.ref)
  const own = (type: string): Resource[] => cloud.ofType(type).filter((one) => asText(one.properties.RestApiId) === id)
  const root = newNode(String(rootIdOf(api, cloud)), '/')
  const nodes = placeResources(root, own('AWS::ApiGateway::Resource'))
  const authorizers = new Map(own('AWS::ApiGateway::Authorizer').map((one) => [String(one.ref), one]))
  for (const method of own('AWS::ApiGateway::Method')) {
    const node = nodes.get(asText(method.properties.ResourceId) ?? '')
    if (!node) throw new ResourceError(method, 'its ResourceId is not a resource of this API')
    const read = readMethod(cloud, method, authorizers)
    node.methods.set(read.httpMethod, read)
  }
  const stage = readStage(own('AWS::ApiGateway::Stage'), own('AWS::ApiGateway::Deployment'))
  return {
    id,
    name: api.name,
    stack: api.stack,
    logicalId: api.logicalId,
    ...stage,
    binaryMediaTypes: asList(api.properties.BinaryMediaTypes).map(String),
    gatewayResponses: new Map(own('AWS::ApiGateway::GatewayResponse').map(readGatewayResponse)),
    apiKeys: readApiKeys(cloud, id, stage.stage),
    apiKeySource: api.properties.ApiKeySourceType === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    root,
  }
}

function rootIdOf(api: Resource, cloud: Cloud): string {
  return cloud.attribute(api, 'RootResourceId')
}

function newNode(id: string, path: string): ResourceNode {
  return { id, path, children: new Map(), parameter: undefined, greedy: undefined, methods: new Map() }
}

function placeResources(root: ResourceNode, resources: Resource[]): Map<string, ResourceNode> {
  const nodes = new Map([[root.id, root]])
  let rest = resources
  while (rest.length > 0) {
    const waiting = rest.filter((resource) => !placeResource(resource, nodes))
    if (waiting.length === rest.length && waiting[0]) {
      throw new ResourceError(waiting[0], 'its ParentId is not a resource of this API')
    }
    rest = waiting
  }
  return nodes
}

function placeResource(resource: Resource, nodes: Map<string, ResourceNode>): boolean {
  const parent = nodes.get(asText(resource.properties.ParentId) ?? '')
  if (!parent) return false
  const part = asText(resource.properties.PathPart) ?? ''
  const node = newNode(String(resource.ref), `${parent.path === '/' ? '' : parent.path}/${part}`)
  const variable = /^\{([^}+]+)(\+?)\}$/.exec(part)
  if (!variable) parent.children.set(part, node)
  else if (variable[2]) parent.greedy = { name: variable[1] as string, node }
  else parent.parameter = { name: variable[1] as string, node }
  nodes.set(node.id, node)
  return true
}

function readMethod(cloud: Cloud, method: Resource, authorizers: Map<string, Resource>): Method {
  const { properties } = method
  const authorization = asText(properties.AuthorizationType) ?? 'NONE'
  const authorizer = authorization === 'CUSTOM' ? authorizers.get(asText(properties.AuthorizerId) ?? '') : undefined
  if (authorization === 'CUSTOM' && !authorizer) throw new ResourceError(method, 'its authorizer is not in this API')
  return {
    logicalId: method.logicalId,
    httpMethod: asText(properties.HttpMethod) ?? 'ANY',
    authorizer: authorizer && readAuthorizer(authorizer),
    apiKeyRequired: properties.ApiKeyRequired === true,
    validator: readValidator(cloud, method),
    integration: knownAuthorizations.has(authorization)
      ? readIntegration(asObject(properties.Integration))
      : // Rather not served at all than served to everybody.
        { type: 'unsupported', reason: `the AuthorizationType ${authorization} is not supported` },
  }
}

function readAuthorizer(resource: Resource): Authorizer {
  const { properties } = resource
  const type = asText(properties.Type)
  if (type !== 'TOKEN' && type !== 'REQUEST') {
    throw new ResourceError(resource, `authorizers of type ${type} are not supported, only TOKEN and REQUEST`)
  }
  const functionArn = /functions\/(.+)\/invocations$/.exec(asText(properties.AuthorizerUri) ?? '')?.[1]
  if (!functionArn) throw new ResourceError(resource, 'AuthorizerUri does not name a function')
  const validation = asText(properties.IdentityValidationExpression)
  return {
    id: String(resource.ref),
    logicalId: resource.logicalId,
    type,
    functionName: shortReference(functionArn),
    identitySources: (asText(properties.IdentitySource) ?? '')
      .split(',')
      .map((source) => source.trim())
      .filter(Boolean),
    validation: validation ? new RegExp(`^(?:${validation})$`) : undefined,
    cacheTtlMs: (asNumber(properties.AuthorizerResultTtlInSeconds) ?? defaultAuthorizerTtlSeconds) * 1000,
  }
}

function readStage(
  stages: Resource[],
  deployments: Resource[],
): Pick<RestApi, 'stage' | 'stageVariables' | 'deploymentId'> {
  const [stage] = stages
  if (stage) {
    const variables = textMap(stage.properties.Variables)
    return {
      stage: String(stage.ref),
      stageVariables: Object.keys(variables).length > 0 ? variables : null,
      deploymentId: asText(stage.properties.DeploymentId) ?? '',
    }
  }
  const deployment = deployments.find((one) => asText(one.properties.StageName))
  return {
    stage: asText(deployment?.properties.StageName) ?? 'prod',
    stageVariables: null,
    deploymentId: String(deployment?.ref ?? ''),
  }
}

function readGatewayResponse(resource: Resource): [string, GatewayResponse] {
  const { properties } = resource
  return [
    asText(properties.ResponseType) ?? '',
    {
      statusCode: asNumber(properties.StatusCode),
      parameters: textMap(properties.ResponseParameters),
      templates: textMap(properties.ResponseTemplates),
    },
  ]
}
