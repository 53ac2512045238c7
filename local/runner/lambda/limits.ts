import { type Resource, ResourceError } from '../assembly/resource.ts'
import { asNumber, asObject, asText } from '../assembly/template.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reservedVariables = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
])
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const variablesLimitBytes = 4096
const ranges: [property: string, least: number, most: number][] = [
  ['Timeout', 1, 900],
  ['MemorySize', 128, 10_240],
]

/** Refuses what a deployment to AWS would be refused for. */
export function checkLimits(resource: Resource): void {
  for (const [property, least, most] of ranges) {
    const value = asNumber(resource.properties[property])
    if (value !== undefined && (value < least || value > most)) {
      throw new ResourceError(resource, `${property} is ${value}; Lambda takes ${least} to ${most}`)
    }
  }
  const variables = asObject(asObject(resource.properties.Environment).Variables)
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name))
  if (reserved.length > 0) throw new ResourceError(resource, `Lambda reserves the variables ${reserved.join(', ')}`)
  const texts = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, asText(value) ?? '']))
  const bytes = Buffer.byteLength(JSON.stringify(texts))
  if (bytes > variablesLimitBytes) {
    throw new ResourceError(resource, `its variables have ${bytes} bytes; Lambda takes ${variablesLimitBytes}`)
  }
}
