import type { FunctionFilter } from './faults.ts'
import type { FunctionConfiguration } from './lambda/configuration.ts'

/** Names of the functions a filter means; none is an error, since a test that hits nothing proves nothing. */
export function selectFunctions(functions: FunctionConfiguration[], filter: FunctionFilter): string[] {
  const chosen = functions.filter((one) => {
    if (typeof filter === 'function') return filter(one.name)
    return one.name.includes(filter) || one.logicalId.includes(filter) || one.path.includes(filter)
  })
  if (chosen.length === 0) throw new Error(`No function matches ${filter} (functions: ${list(functions)})`)
  return chosen.map((one) => one.name)
}

/** The one function a name, an ARN, a logical id, a construct path, or a unique part of one of them means. */
export function selectFunction(functions: FunctionConfiguration[], wanted: string): FunctionConfiguration {
  const exact = functions.find((one) => [one.name, one.arn, one.logicalId, one.path].includes(wanted))
  if (exact) return exact
  const names = selectFunctions(functions, wanted)
  if (names.length > 1) throw new Error(`${wanted} may mean ${names.join(', ')}`)
  return functions.find((one) => one.name === names[0]) as FunctionConfiguration
}

function list(functions: FunctionConfiguration[]): string {
  return functions.map((one) => one.name).join(', ') || 'none'
}
