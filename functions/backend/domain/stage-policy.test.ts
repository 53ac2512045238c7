import { expect, it } from 'vitest'
import { stagePolicy } from './stage-policy.ts'

it('allows every method and path of the stage, since API Gateway applies a cached policy to all of them', () => {
  const policy = stagePolicy('arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/GET/api/courier/route', {
    role: 'courier',
    id: 'c-1',
  })
  expect(policy).toEqual({
    principalId: 'c-1',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/*',
        },
      ],
    },
    context: { role: 'courier', id: 'c-1' },
  })
})
