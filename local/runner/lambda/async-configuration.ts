import type { Cloud } from '../assembly/cloud.ts'
import { asNumber, asObject, asText } from '../assembly/template.ts'
import { functionNameOf } from './reference.ts'

export type AsyncConfiguration = {
  maximumRetries: number
  maximumAgeMs: number
  onSuccess: string | undefined
  onFailure: string | undefined
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const defaultEventAgeSeconds = 21_600
const defaultRetries = 2

export function defaultAsyncConfiguration(): AsyncConfiguration {
  return {
    maximumRetries: defaultRetries,
    maximumAgeMs: defaultEventAgeSeconds * 1000,
    onSuccess: undefined,
    onFailure: undefined,
  }
}

/** By the name of the function. */
export function readAsyncConfigurations(cloud: Cloud): Map<string, AsyncConfiguration> {
  const configurations = new Map<string, AsyncConfiguration>()
  for (const { properties } of cloud.ofType('AWS::Lambda::EventInvokeConfig')) {
    const destination = (key: string): string | undefined =>
      asText(asObject(asObject(properties.DestinationConfig)[key]).Destination)
    configurations.set(functionNameOf(asText(properties.FunctionName) ?? ''), {
      maximumRetries: asNumber(properties.MaximumRetryAttempts) ?? defaultRetries,
      maximumAgeMs: (asNumber(properties.MaximumEventAgeInSeconds) ?? defaultEventAgeSeconds) * 1000,
      onSuccess: destination('OnSuccess'),
      onFailure: destination('OnFailure'),
    })
  }
  return configurations
}
