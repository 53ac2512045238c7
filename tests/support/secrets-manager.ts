import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forgetSecret } from '@korob/platform/secrets'

export interface SecretsManager {
  stop(): Promise<void>
}

/**
 * Answers Secrets Manager's GetSecretValue for these secrets, and points the platform at itself; what it has read from another is
 * forgotten.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const startSecretsManager = async (secrets: Record<string, string>): Promise<SecretsManager> => {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { SecretId, VersionStage } = JSON.parse(body) as { SecretId: string; VersionStage: string }
    const SecretString = VersionStage === 'AWSCURRENT' ? secrets[SecretId] : undefined
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    if (SecretString === undefined) {
      response.statusCode = 400
      response.end(
        JSON.stringify({ __type: 'ResourceNotFoundException', message: `no ${VersionStage} of ${SecretId}` }),
      )
    } else response.end(JSON.stringify({ ARN: SecretId, Name: SecretId, SecretString, VersionStages: [VersionStage] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (const id of Object.keys(secrets)) forgetSecret(id)
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
  })
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
