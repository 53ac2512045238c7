/** A refusal by API Gateway itself, which GatewayResponses may reshape. */
export class GatewayError extends Error {
  readonly type: string
  readonly status: number
  readonly errorType: string

  constructor(type: string, status: number, message: string | null, errorType: string) {
    super(message ?? '')
    this.type = type
    this.status = status
    this.errorType = errorType
    this.text = message
  }

  readonly text: string | null
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
export const missingAuthenticationToken = (): GatewayError =>
  new GatewayError(
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
  )
export const unauthorized = (): GatewayError =>
  new GatewayError('UNAUTHORIZED', 401, 'Unauthorized', 'UnauthorizedException')
export const accessDenied = (explicit: boolean): GatewayError =>
  new GatewayError(
    'ACCESS_DENIED',
    403,
    `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`,
    'AccessDeniedException',
  )
export const authorizerFailure = (): GatewayError =>
  new GatewayError('AUTHORIZER_FAILURE', 500, null, 'AuthorizerConfigurationException')
export const authorizerConfiguration = (): GatewayError =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, null, 'AuthorizerConfigurationException')
export const requestTooLarge = (): GatewayError =>
  new GatewayError('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'RequestTooLargeException')
export const integrationTimeout = (): GatewayError =>
  new GatewayError('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', 'InternalServerErrorException')
export const badIntegrationAnswer = (): GatewayError =>
  new GatewayError('DEFAULT_5XX', 502, 'Internal server error', 'InternalServerErrorException')
/** Lambda could not or would not run the function: throttled, or gone. */
export const invocationRefused = (): GatewayError =>
  new GatewayError('DEFAULT_5XX', 500, 'Internal server error', 'InternalServerErrorException')
export const internalError = (): GatewayError =>
  new GatewayError('API_CONFIGURATION_ERROR', 500, 'Internal server error', 'InternalServerErrorException')
