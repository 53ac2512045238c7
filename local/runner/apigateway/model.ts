import type { ValidateFunction } from 'ajv'
import type { Json } from '../assembly/template.ts'

/** A REST API as the template declares it: https://docs.aws.amazon.com/apigateway/latest/developerguide/ */
export type RestApi = {
  id: string
  name: string
  stack: string
  logicalId: string
  stage: string
  stageVariables: Record<string, string> | null
  deploymentId: string
  binaryMediaTypes: string[]
  gatewayResponses: Map<string, GatewayResponse>
  /** Keys of the usage plans that cover the stage. */
  apiKeys: ApiKey[]
  apiKeySource: 'HEADER' | 'AUTHORIZER'
  root: ResourceNode
}

export type ResourceNode = {
  id: string
  /** `/orders/{id}` */
  path: string
  children: Map<string, ResourceNode>
  parameter: { name: string; node: ResourceNode } | undefined
  /** `{name+}`: takes the rest of the path. */
  greedy: { name: string; node: ResourceNode } | undefined
  methods: Map<string, Method>
}

export type Method = {
  logicalId: string
  httpMethod: string
  authorizer: Authorizer | undefined
  apiKeyRequired: boolean
  validator: RequestValidator | undefined
  integration: Integration
}

export type ApiKey = { id: string; value: string }

export type RequestValidator = {
  /** Names like `method.request.querystring.page`. */
  parameters: string[]
  /** By content type. */
  body: Map<string, ValidateFunction>
}

export type Integration =
  | { type: 'lambda' /** With the qualifier, if it has one. */; functionName: string; timeoutMs: number }
  | { type: 'mock'; requestTemplate: string | undefined; responses: MockResponse[] }
  | { type: 'unsupported'; reason: string }

export type MockResponse = {
  statusCode: string
  selectionPattern: string | undefined
  parameters: Record<string, string>
  templates: Record<string, string>
}

export type Authorizer = {
  id: string
  logicalId: string
  type: 'TOKEN' | 'REQUEST'
  functionName: string
  identitySources: string[]
  validation: RegExp | undefined
  cacheTtlMs: number
}

export type GatewayResponse = {
  statusCode: number | undefined
  parameters: Record<string, string>
  templates: Record<string, string>
}

export function textMap(value: Json | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]))
}
