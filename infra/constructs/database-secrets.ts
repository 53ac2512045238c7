import { type ServiceName, services } from '@korob/platform/migrate'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { type RemovalPolicy, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

export type ServiceSecrets = Readonly<Record<ServiceName, Secret>>

/** A login for each service's role: `{ username, password }`. */
export const databaseSecrets = (scope: Construct, removalPolicy: RemovalPolicy): ServiceSecrets =>
  Object.fromEntries(
    services.map((service) => [
      service,
      new Secret(scope, `database-${service}`, {
        description: `${Stack.of(scope).stackName}: the login of ${service} in PostgreSQL`,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ username: service }),
          generateStringKey: 'password',
          passwordLength: 40,
          excludePunctuation: true,
        },
        removalPolicy,
      }),
    ]),
  ) as Record<ServiceName, Secret>

/** Lets the provision function set the roles' passwords. */
export const readAllSecrets = (handler: LambdaFunction, secrets: ServiceSecrets): void => {
  for (const service of services) {
    handler.addEnvironment(`DATABASE_SECRET_ARN_${service.toUpperCase()}`, secrets[service].secretArn)
    secrets[service].grantRead(handler)
  }
}
