import { bearerToken, verifyAccessToken } from '@korob/platform/tokens'
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { stagePolicy } from '../domain/stage-policy.ts'

const authorization = (event: APIGatewayRequestAuthorizerEvent): string | undefined =>
  Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]

/** REQUEST authorizer of the routes that need a role; which role, the routes' own functions check. */
export const handler = async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const token = bearerToken(authorization(event))
  const actor = token ? await verifyAccessToken(token) : undefined
  // API Gateway answers 401 to this very message, and 403 to a Deny: an expired token must lead to a new sign-in.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
  if (!actor || actor.role === 'anonymous') throw new Error('Unauthorized')
  return stagePolicy(event.methodArn, actor)
}
