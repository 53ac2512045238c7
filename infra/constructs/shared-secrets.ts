import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { type RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

/** Keys that services share: `{ key }`, 64 random characters. */
export interface Keys {
  /** Signs access tokens. */
  readonly token: Secret
  /** Signs tracking links. */
  readonly tracking: Secret
  /** Seals and hashes sign-in codes. */
  readonly codes: Secret
}

export const addKeys = (scope: Construct, removalPolicy: RemovalPolicy): Keys => {
  const key = (id: string, description: string) =>
    new Secret(scope, id, {
      description: `${Stack.of(scope).stackName}: ${description}`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'key',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    })
  return {
    token: key('token-key', 'signs access tokens'),
    tracking: key('tracking-key', 'signs tracking links'),
    codes: key('codes-key', 'seals and hashes sign-in codes'),
  }
}

/** Lets a function read a secret whose ARN stands in the setting. */
export const grantSecret = (handler: LambdaFunction, setting: string, secret: ISecret): void => {
  handler.addEnvironment(setting, secret.secretArn)
  secret.grantRead(handler)
}
