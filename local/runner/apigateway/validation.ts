import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Cloud } from '../assembly/cloud.ts'
import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asObject, asText, isObject, type Json, type JsonObject } from '../assembly/template.ts'
import { errorText } from '../log.ts'
import { invalidBody, missingParameters } from './gateway-error.ts'
import type { RequestValidator } from './model.ts'
import type { Routed } from './place.ts'
import { type GatewayRequest, header } from './request.ts'

/** What a method's request validator checks: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html */
export function readValidator(cloud: Cloud, method: Resource): RequestValidator | undefined {
  const { RequestValidatorId, RequestParameters, RequestModels } = method.properties
  const validator = cloud
    .ofType('AWS::ApiGateway::RequestValidator')
    .find((one) => String(one.ref) === asText(RequestValidatorId))
  if (!validator) return undefined
  const { ValidateRequestParameters, ValidateRequestBody } = validator.properties
  const required = Object.entries(asObject(RequestParameters)).filter(([, needed]) => needed === true)
  return {
    parameters: ValidateRequestParameters === true ? required.map(([name]) => name).sort() : [],
    body:
      ValidateRequestBody === true
        ? new Map(Object.entries(asObject(RequestModels)).map(([type, name]) => [type, compile(cloud, method, name)]))
        : new Map(),
  }
}

export function validateRequest(validator: RequestValidator, request: GatewayRequest, routed: Routed): void {
  const missing = validator.parameters.filter((name) => !parameter(name, request, routed))
  if (missing.length > 0) throw missingParameters(missing.map((name) => name.split('.').slice(3).join('.')))
  const type = (header(request, 'content-type') ?? 'application/json').split(';')[0]?.trim() ?? ''
  const validate = validator.body.get(type) ?? validator.body.get('$default')
  if (!validate) return
  if (!validate(parseBody(request))) throw invalidBody(textOfErrors(validate))
}

function parameter(name: string, request: GatewayRequest, routed: Routed): string | undefined {
  const [, , place, ...rest] = name.split('.')
  const key = rest.join('.')
  if (place === 'header') return header(request, key)
  return place === 'path' ? routed.pathParameters[key] : request.query[key]
}

function parseBody({ body }: GatewayRequest): unknown {
  try {
    return JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'))
  } catch (error) {
    throw invalidBody(errorText(error))
  }
}

function textOfErrors({ errors }: ValidateFunction): string {
  return `[${(errors ?? []).map((error) => `${error.instancePath || 'object'} ${error.message}`).join(', ')}]`
}

const emptyModels = new Set(['Empty', 'Error'])

function compile(cloud: Cloud, method: Resource, name: Json): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const api = asText(method.properties.RestApiId) ?? ''
  const models = cloud.ofType('AWS::ApiGateway::Model').filter((one) => asText(one.properties.RestApiId) === api)
  for (const model of models) {
    const id = `https://apigateway.amazonaws.com/restapis/${api}/models/${String(model.ref)}`
    ajv.addSchema(asDraft7(model.properties.Schema ?? {}) as JsonObject, id)
  }
  const wanted = models.find((model) => String(model.ref) === name)
  // Every API comes with these two.
  if (!wanted && emptyModels.has(String(name))) return ajv.compile({ type: 'object' })
  if (!wanted) throw new ResourceError(method, `its model ${String(name)} is not in this API`)
  try {
    return ajv.compile({ $ref: `https://apigateway.amazonaws.com/restapis/${api}/models/${String(wanted.ref)}` })
  } catch (error) {
    throw new ResourceError(wanted, errorText(error), { cause: error })
  }
}

/** Models are written in draft 4, which differs in names of ids and in exclusive bounds. */
function asDraft7(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asDraft7)
  if (!isObject(schema)) return schema
  const { $schema: _draft, id: _id, exclusiveMinimum, exclusiveMaximum, ...rest } = schema
  const converted: JsonObject = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asDraft7(value)]))
  if (typeof _id === 'object') converted.id = asDraft7(_id as Json)
  if (exclusiveMinimum === true) converted.exclusiveMinimum = schema.minimum as Json
  else if (exclusiveMinimum !== undefined && exclusiveMinimum !== false) converted.exclusiveMinimum = exclusiveMinimum
  if (exclusiveMaximum === true) converted.exclusiveMaximum = schema.maximum as Json
  else if (exclusiveMaximum !== undefined && exclusiveMaximum !== false) converted.exclusiveMaximum = exclusiveMaximum
  return converted
}
