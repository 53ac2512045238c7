import { describe, expect, it } from 'vitest'
import type { Json } from '../assembly/template.ts'
import { evaluatePolicy } from './policy.ts'

const arn = 'arn:aws:execute-api:us-east-1:000000000000:abc/local/GET/orders/7'

const statement = (Effect: string, Resource: Json, Action: Json = 'execute-api:Invoke') => ({
  Effect,
  Resource,
  Action,
})
const policy = (...Statement: Json[]): Json => ({ Version: '2012-10-17', Statement })

describe('an authorizer policy', () => {
  it.each([
    ['the ARN itself', policy(statement('Allow', arn)), 'allow'],
    ['everything', policy(statement('Allow', '*')), 'allow'],
    ['a wildcard over path parts', policy(statement('Allow', 'arn:aws:execute-api:*:*:abc/local/*')), 'allow'],
    [
      'a wildcard for one character',
      policy(statement('Allow', 'arn:aws:execute-api:us-east-?:000000000000:abc/local/GET/orders/?')),
      'allow',
    ],
    ['one of several resources', policy(statement('Allow', ['x', arn])), 'allow'],
    ['any action of the service', policy(statement('Allow', '*', 'execute-api:*')), 'allow'],
    ['a single statement that is no list', { Statement: statement('Allow', '*') }, 'allow'],
    [
      'another method',
      policy(statement('Allow', 'arn:aws:execute-api:us-east-1:000000000000:abc/local/POST/*')),
      'no-match',
    ],
    ['another action', policy(statement('Allow', '*', 'execute-api:ManageConnections')), 'no-match'],
    ['nothing', policy(), 'no-match'],
    ['a deny after an allow', policy(statement('Allow', '*'), statement('Deny', arn)), 'deny'],
    ['a dot that is no wildcard', policy(statement('Allow', arn.replace('api', '...'))), 'no-match'],
  ] as [string, Json, string][])('with %s', (_what, document, decision) => {
    expect(evaluatePolicy(document, arn)).toBe(decision)
  })

  it.each([[null], ['text'], [{ Statement: ['text'] }], [policy({ Resource: '*', Action: '*' })]] as [Json][])(
    'that is malformed is an error: %j',
    (document) => {
      expect(() => evaluatePolicy(document, arn)).toThrow()
    },
  )
})
