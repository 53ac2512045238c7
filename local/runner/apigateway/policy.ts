import { asList, isObject, type Json } from '../assembly/template.ts'

export type Decision = 'allow' | 'deny' | 'no-match'

/**
 * Evaluates the policy an authorizer answers for one call: an explicit deny wins, and without a matching statement access
 * is refused. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function evaluatePolicy(policy: Json | undefined, methodArn: string): Decision {
  if (!isObject(policy)) throw new Error('policyDocument is missing')
  let decision: Decision = 'no-match'
  for (const statement of asList(policy.Statement)) {
    if (!isObject(statement)) throw new Error('policyDocument.Statement is malformed')
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw new Error('a statement lacks its Effect')
    if (statement.Condition !== undefined)
      throw new Error('conditions in an authorizer policy are not supported by the runner')
    if (!asList(statement.Action).some((action) => matches(String(action).toLowerCase(), 'execute-api:invoke')))
      continue
    if (!asList(statement.Resource).some((resource) => matches(String(resource), methodArn))) continue
    if (statement.Effect === 'Deny') return 'deny'
    decision = 'allow'
  }
  return decision
}

const patterns = new Map<string, RegExp>()

/** `*` stands for any characters, also across `/`, and `?` for one. */
export function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern)
  if (!compiled) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    compiled = new RegExp(`^${source}$`, 's')
    if (patterns.size > 1000) patterns.clear()
    patterns.set(pattern, compiled)
  }
  return compiled.test(text)
}
