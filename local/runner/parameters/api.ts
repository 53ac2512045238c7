import type { Account } from '../assembly/cloud.ts'
import { asBoolean, asList, asText, type JsonObject } from '../assembly/template.ts'
import { type JsonOperations, JsonServiceError, requiredText } from '../http/json-service.ts'
import type { ParameterStore, StoredParameter } from './store.ts'

/** Systems Manager's Parameter Store: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export function parameterOperations(store: ParameterStore, account: Account): JsonOperations {
  const arnPrefix = `arn:aws:ssm:${account.region}:${account.accountId}:parameter`
  const plainName = (id: string): string => {
    if (!id.startsWith(arnPrefix)) return id
    const path = id.slice(arnPrefix.length)
    return store.find(path) ? path : path.slice(1)
  }
  const describe = (parameter: StoredParameter): JsonObject => ({
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: parameter.modifiedMs / 1000,
    ARN: `${arnPrefix}/${parameter.name.replace(/^\//, '')}`,
    DataType: 'text',
  })
  return {
    GetParameter(input) {
      const name = requiredText(input, 'Name')
      const found = store.find(plainName(name))
      if (!found) throw new JsonServiceError('ParameterNotFound', `Parameter ${name} not found.`)
      return { Parameter: describe(found) }
    },
    GetParameters(input) {
      const names = asList(input.Names).map(String)
      const found = names.map((name) => store.find(plainName(name)))
      return {
        Parameters: found.filter((parameter) => parameter !== undefined).map(describe),
        InvalidParameters: names.filter((_name, index) => found[index] === undefined),
      }
    },
    GetParametersByPath(input) {
      return { Parameters: store.below(requiredText(input, 'Path'), asBoolean(input.Recursive)).map(describe) }
    },
    PutParameter(input) {
      const name = requiredText(input, 'Name')
      const known = store.find(name)
      if (known && !asBoolean(input.Overwrite)) {
        throw new JsonServiceError('ParameterAlreadyExists', 'The parameter already exists.')
      }
      const version = store.put(name, asText(input.Type) ?? known?.type ?? 'String', requiredText(input, 'Value'))
      return { Version: version, Tier: 'Standard' }
    },
  }
}
