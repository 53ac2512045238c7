import type { Account } from '../assembly/cloud.ts'
import { stableId } from '../assembly/names.ts'
import { asList, asText, type JsonObject } from '../assembly/template.ts'
import { type JsonOperations, JsonServiceError, requiredText } from '../http/json-service.ts'
import { randomPassword } from './generate.ts'
import { isSameValue, type SecretStore, type SecretValue, type SecretVersion } from './store.ts'

export type SecretArns = (name: string) => string | undefined

/** Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export function secretOperations(store: SecretStore, account: Account, declaredArn: SecretArns): JsonOperations {
  const arnOf = (name: string): string =>
    declaredArn(name) ??
    `arn:aws:secretsmanager:${account.region}:${account.accountId}:secret:${name}-${stableId(name, 6)}`

  const find = (input: JsonObject): string => {
    const id = requiredText(input, 'SecretId')
    const name = store.names().find((one) => one === id || arnOf(one) === id || arnOf(one).slice(0, -7) === id)
    if (!name)
      throw new JsonServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    return name
  }
  const identity = (name: string): JsonObject => ({ ARN: arnOf(name), Name: name })

  /** The version that this very request has made already: a repeated one changes nothing. */
  const made = (name: string, token: string | undefined, value: SecretValue | undefined): SecretVersion | undefined => {
    const version = token === undefined ? undefined : store.versions(name).find((one) => one.id === token)
    if (!version || (value && isSameValue(version, value))) return version
    throw new JsonServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arnOf(name)}.`,
    )
  }

  const put = (input: JsonObject): JsonObject => {
    const name = find(input)
    const stages = asList(input.VersionStages).map(String)
    const value = givenValue(input)
    const token = asText(input.ClientRequestToken)
    const known = made(name, token, value)
    if (known) return { ...identity(name), VersionId: known.id, VersionStages: known.stages }
    const versionId = store.put(name, value, stages.length > 0 ? stages : undefined, token)
    return { ...identity(name), VersionId: versionId, VersionStages: stages.length > 0 ? stages : ['AWSCURRENT'] }
  }

  return {
    GetSecretValue(input) {
      const name = find(input)
      const version = store.find(name, asText(input.VersionId), asText(input.VersionStage) ?? 'AWSCURRENT')
      if (!version) {
        const wanted = asText(input.VersionId) ?? `staging label: ${asText(input.VersionStage) ?? 'AWSCURRENT'}`
        throw new JsonServiceError(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${wanted}`,
        )
      }
      return { ...identity(name), ...secretValue(version) }
    },
    BatchGetSecretValue(input) {
      const values = asList(input.SecretIdList).flatMap((id) => {
        const name = find({ SecretId: id })
        const version = store.find(name, undefined, 'AWSCURRENT')
        return version ? [{ ...identity(name), ...secretValue(version) }] : []
      })
      return { SecretValues: values, Errors: [] }
    },
    DescribeSecret(input) {
      const name = find(input)
      const versions = store.versions(name)
      return {
        ...identity(name),
        VersionIdsToStages: Object.fromEntries(
          versions.filter((one) => one.stages.length > 0).map((one) => [one.id, one.stages]),
        ),
        CreatedDate: (versions[0]?.createdMs ?? 0) / 1000,
        LastChangedDate: (versions.at(-1)?.createdMs ?? 0) / 1000,
      }
    },
    ListSecrets() {
      return { SecretList: store.names().map(identity) }
    },
    ListSecretVersionIds(input) {
      const name = find(input)
      const Versions = store
        .versions(name)
        .map((one) => ({ VersionId: one.id, VersionStages: one.stages, CreatedDate: one.createdMs / 1000 }))
      return { ...identity(name), Versions }
    },
    CreateSecret(input) {
      const name = requiredText(input, 'Name')
      const value = input.SecretString !== undefined || input.SecretBinary !== undefined ? givenValue(input) : undefined
      const token = asText(input.ClientRequestToken)
      const known = made(name, token, value)
      if (known) return { ...identity(name), VersionId: known.id }
      if (store.has(name)) throw new JsonServiceError('ResourceExistsException', `The secret ${name} already exists.`)
      const versionId = store.create(name, value, token)
      return { ...identity(name), ...(versionId && { VersionId: versionId }) }
    },
    PutSecretValue: put,
    UpdateSecret(input) {
      if (input.SecretString !== undefined || input.SecretBinary !== undefined) return put(input)
      return identity(find(input))
    },
    UpdateSecretVersionStage(input) {
      const name = find(input)
      store.moveStage(name, requiredText(input, 'VersionStage'), asText(input.MoveToVersionId))
      return identity(name)
    },
    DeleteSecret(input) {
      const name = find(input)
      store.remove(name)
      return { ...identity(name), DeletionDate: Date.now() / 1000 }
    },
    GetRandomPassword(input) {
      return { RandomPassword: randomPassword(input) }
    },
  }
}

function givenValue(input: JsonObject): SecretValue {
  const secretString = asText(input.SecretString)
  const binary = asText(input.SecretBinary)
  if (secretString === undefined && binary === undefined) {
    throw new JsonServiceError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.')
  }
  return { secretString, secretBinary: binary === undefined ? undefined : Buffer.from(binary, 'base64') }
}

function secretValue(version: SecretVersion): JsonObject {
  return {
    VersionId: version.id,
    VersionStages: version.stages,
    CreatedDate: version.createdMs / 1000,
    ...(version.secretString !== undefined && { SecretString: version.secretString }),
    ...(version.secretBinary && { SecretBinary: Buffer.from(version.secretBinary).toString('base64') }),
  }
}
