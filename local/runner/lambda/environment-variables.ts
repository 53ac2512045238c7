import { randomBytes } from 'node:crypto'
import type { FunctionConfiguration } from './configuration.ts'

export type Endpoints = { region: string; awsEndpoint: string; runnerEndpoint: string }

/** A key that looks like those of temporary credentials. Each environment has its own, so that calls tell who makes them. */
export function newAccessKeyId(): string {
  return `ASIA${randomBytes(10).toString('hex').slice(0, 16).toUpperCase()}`
}

/**
 * The variables Lambda sets, with credentials that work on emulators and the addresses of the emulated services.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentVariables(
  configuration: FunctionConfiguration,
  endpoints: Endpoints,
  accessKeyId: string,
): Record<string, string> {
  const { region, awsEndpoint, runnerEndpoint } = endpoints
  return {
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`,
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: configuration.environment.AWS_DEFAULT_REGION ?? region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: configuration.jsonLogs ? 'JSON' : 'Text',
    ...(configuration.logLevel && { AWS_LAMBDA_LOG_LEVEL: configuration.logLevel }),
    AWS_ENDPOINT_URL_SQS: awsEndpoint,
    AWS_ENDPOINT_URL_SNS: awsEndpoint,
    AWS_ENDPOINT_URL_S3: awsEndpoint,
    AWS_ENDPOINT_URL_LAMBDA: runnerEndpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: runnerEndpoint,
    AWS_ENDPOINT_URL_SSM: runnerEndpoint,
    LAMBDA_TASK_ROOT: configuration.codeFolder,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    PWD: configuration.codeFolder,
    SHLVL: '0',
    TZ: ':UTC',
  }
}
