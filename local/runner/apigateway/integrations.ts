import { asList, asNumber, asObject, asText, type JsonObject } from '../assembly/template.ts'
import { shortReference } from '../lambda/reference.ts'
import { type Integration, textMap } from './model.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const defaultTimeoutMs = 29_000

export function readIntegration(integration: JsonObject): Integration {
  const type = asText(integration.Type) ?? 'none'
  if (type === 'AWS_PROXY') {
    const functionArn = /functions\/(.+)\/invocations$/.exec(asText(integration.Uri) ?? '')?.[1]
    if (!functionArn) return { type: 'unsupported', reason: `AWS_PROXY to ${asText(integration.Uri)}` }
    return {
      type: 'lambda',
      functionName: shortReference(functionArn),
      timeoutMs: asNumber(integration.TimeoutInMillis) ?? defaultTimeoutMs,
    }
  }
  if (type === 'MOCK') {
    return {
      type: 'mock',
      requestTemplate: textMap(integration.RequestTemplates)['application/json'],
      responses: asList(integration.IntegrationResponses).map((item) => {
        const response = asObject(item)
        return {
          statusCode: asText(response.StatusCode) ?? '200',
          selectionPattern: asText(response.SelectionPattern),
          parameters: textMap(response.ResponseParameters),
          templates: textMap(response.ResponseTemplates),
        }
      }),
    }
  }
  return { type: 'unsupported', reason: `integrations of type ${type} are not supported` }
}
