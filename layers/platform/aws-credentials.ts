import { optionalSetting } from './config.ts'

export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** What Lambda gives a function of its role, read anew each time. */
const ofEnvironment = (): AwsCredentials | undefined => {
  const accessKeyId = optionalSetting('AWS_ACCESS_KEY_ID')
  const secretAccessKey = optionalSetting('AWS_SECRET_ACCESS_KEY')
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, sessionToken: optionalSetting('AWS_SESSION_TOKEN') }
    : undefined
}

let others: (() => Promise<AwsCredentials>) | undefined

/** As any client of AWS finds them: profiles, containers, instances. It keeps them, and renews them before they end. */
const ofProviders = async (): Promise<AwsCredentials> => {
  if (!others) {
    const { LambdaClient } = await import('@aws-sdk/client-lambda')
    others = new LambdaClient({}).config.credentials
  }
  return others()
}

export const awsCredentials = async (): Promise<AwsCredentials> => ofEnvironment() ?? ofProviders()
