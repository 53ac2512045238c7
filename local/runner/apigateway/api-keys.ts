import type { Cloud } from '../assembly/cloud.ts'
import { stableId } from '../assembly/names.ts'
import { asList, asObject, asText } from '../assembly/template.ts'
import { invalidApiKey } from './gateway-error.ts'
import type { ApiKey } from './model.ts'

/** AWS makes up a value of 40 characters for a key that has none. */
const generatedLength = 40

/** The enabled keys of the usage plans that cover a stage: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export function readApiKeys(cloud: Cloud, apiId: string, stage: string): ApiKey[] {
  const plans = cloud
    .ofType('AWS::ApiGateway::UsagePlan')
    .filter(({ properties }) =>
      asList(properties.ApiStages)
        .map(asObject)
        .some((one) => asText(one.ApiId) === apiId && asText(one.Stage) === stage),
    )
    .map((plan) => String(plan.ref))
  const covered = cloud
    .ofType('AWS::ApiGateway::UsagePlanKey')
    .filter(({ properties }) => plans.includes(asText(properties.UsagePlanId) ?? ''))
    .map(({ properties }) => asText(properties.KeyId))
  return cloud
    .ofType('AWS::ApiGateway::ApiKey')
    .filter(({ ref, properties }) => covered.includes(String(ref)) && properties.Enabled !== false)
    .map((key) => ({
      id: String(key.ref),
      value: asText(key.properties.Value) ?? stableId(`${key.stack}/${key.logicalId}/value`, generatedLength),
    }))
}

export function checkApiKey(keys: ApiKey[], value: string | undefined): ApiKey {
  const found = keys.find((key) => key.value === value)
  if (!found) throw invalidApiKey()
  return found
}
