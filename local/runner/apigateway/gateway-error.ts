/** A refusal by API Gateway itself, which GatewayResponses may reshape. */
export class GatewayError extends Error {
  readonly type: string
  readonly status: number
  readonly errorType: string
  readonly text: string | null
  /** What a request validator has found. */
  readonly validation: string

  constructor(type: string, status: number, message: string | null, errorType: string, validation = '') {
    super(message ?? '')
    this.type = type
    this.status = status
    this.errorType = errorType
    this.text = message
    this.validation = validation
  }
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
    `User is not authorized to access this resource${explicit ? ' with an explicit deny in an identity-based policy' : ''}`,
    'AccessDeniedException',
  )
export const invalidApiKey = (): GatewayError =>
  new GatewayError('INVALID_API_KEY', 403, 'Forbidden', 'ForbiddenException')
export const missingParameters = (names: string[]): GatewayError =>
  new GatewayError(
    'BAD_REQUEST_PARAMETERS',
    400,
    `Missing required request parameters: [${names.join(', ')}]`,
    'BadRequestException',
  )
export const invalidBody = (validation: string): GatewayError =>
  new GatewayError('BAD_REQUEST_BODY', 400, 'Invalid request body', 'BadRequestException', validation)
export const authorizerFailure = (): GatewayError =>
  new GatewayError('AUTHORIZER_FAILURE', 500, null, 'AuthorizerConfigurationException')
export const authorizerConfiguration = (): GatewayError =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, null, 'AuthorizerConfigurationException')
/** Beyond API Gateway's own limit. */
export const requestTooLarge = (limitBytes: number): GatewayError =>
  new GatewayError(
    'REQUEST_TOO_LARGE',
    413,
    `HTTP content length exceeded ${limitBytes} bytes.`,
    'RequestTooLargeException',
  )
/** Within API Gateway's limit, but the event made of it is beyond Lambda's. */
export const requestTooLong = (): GatewayError =>
  new GatewayError('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'BadRequestException')
export const integrationTimeout = (): GatewayError =>
  new GatewayError('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', 'InternalServerErrorException')
export const badIntegrationAnswer = (): GatewayError =>
  new GatewayError('DEFAULT_5XX', 502, 'Internal server error', 'InternalServerErrorException')
/** Lambda could not or would not run the function (throttled, or gone), or its base64 can't be decoded. */
export const invocationRefused = (): GatewayError =>
  new GatewayError('DEFAULT_5XX', 500, 'Internal server error', 'InternalServerErrorException')
export const internalError = (): GatewayError =>
  new GatewayError('API_CONFIGURATION_ERROR', 500, 'Internal server error', 'InternalServerErrorException')
