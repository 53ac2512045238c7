import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

/** Where a stack is deployed: at an emulator's address, or without one in AWS, with the credentials of the environment. */
export type Place = { readonly endpoint?: string; readonly region?: string }

export type Clients = {
  readonly cloudFormation: CloudFormationClient
  readonly lambda: LambdaClient
  readonly s3: S3Client
  readonly secretsManager: SecretsManagerClient
  readonly close: () => void
}

export const emulatorRegion = 'us-east-1'
export const emulatorAccount = '000000000000'

/** What command line tools and SDKs of any language read, to reach the emulator and nothing else. */
export function emulatorVariables(endpoint: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: emulatorRegion,
    AWS_DEFAULT_REGION: emulatorRegion,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
  }
}

export function clientsFor({ endpoint, region }: Place): Clients {
  const settings = endpoint
    ? {
        endpoint,
        region: region ?? emulatorRegion,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }
    : { ...(region && { region }) }
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    // Whether an invocation is repeated is decided by who knows what it does.
    lambda: new LambdaClient({ ...settings, maxAttempts: 1 }),
    // Buckets as names of hosts would need a resolver that knows the emulator.
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    secretsManager: new SecretsManagerClient(settings),
  }
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy()
    },
  }
}
