import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { CallableStack } from '../shop/provision.ts'
import { invokeDeployed } from './invoke.ts'

/** A deployed stack as provision and seed call it. */
export function callable(lambda: LambdaClient, outputs: Readonly<Record<string, string>>): CallableStack {
  return {
    outputs,
    async invoke(name, payload) {
      const result = await invokeDeployed(lambda, name, JSON.stringify(payload))
      return { functionError: result.functionError, payload: JSON.parse(result.payload || 'null') }
    },
  }
}
