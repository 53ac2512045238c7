import type { APIGatewayAuthorizerResult } from 'aws-lambda'

/**
 * Allows the caller the whole stage: API Gateway caches a policy by its token and applies it to every route, so one
 * for a single method would refuse the next route. @param methodArn arn:aws:execute-api:region:account:api/stage/GET/path
 */
export const stagePolicy = (methodArn: string, actor: { role: string; id: string }): APIGatewayAuthorizerResult => {
  const [api, stage] = methodArn.split('/')
  return {
    principalId: actor.id,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${api}/${stage}/*` }],
    },
    context: { role: actor.role, id: actor.id },
  }
}
