import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LambdaCaller } from '../lambda/caller.ts'
import { invalidJson, ServiceError, tooLarge } from '../lambda/errors.ts'
import { eventLimitBytes, type InvocationType, type InvokeOptions, requestLimitBytes } from '../lambda/invocation.ts'
import { parseReference } from '../lambda/reference.ts'
import type { LambdaService } from '../lambda/service.ts'
import { readBody, TooLargeError } from './body.ts'
import { accessKeyOf } from './credentials.ts'

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/

export function isInvokePath(pathname: string): boolean {
  return path.test(pathname)
}

/** Lambda's Invoke API: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function serveInvoke(
  message: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  search: string,
  service: LambdaService,
  lambda: LambdaCaller,
): Promise<void> {
  try {
    const name = referenceOf(pathname, search)
    const type = (message.headers['x-amz-invocation-type'] ?? 'RequestResponse') as InvocationType
    const version = service.versionOf(name)
    const payload = await readPayload(message, type)
    const environment = service.pool.find(accessKeyOf(message) ?? '')
    const options: InvokeOptions = {
      caller: environment?.functionName,
      callerEnvironment: environment?.accessKeyId,
      traceId: headerText(message, 'x-amzn-trace-id'),
      clientContext: decodeContext(headerText(message, 'x-amz-client-context')),
    }
    if (type === 'DryRun') return void answer(response, 204, undefined, {})
    if (type === 'Event') {
      const requestId = await lambda.accept(name, payload, options)
      return void answer(response, 202, '', { 'x-amzn-RequestId': requestId })
    }
    if (type !== 'RequestResponse') {
      throw new ServiceError(400, 'InvalidParameterValueException', `Value ${type} at 'invocationType' is not valid`)
    }
    const result = await lambda.invoke(name, payload, { ...options, left: leaving(response) })
    answer(response, 200, result.payload, {
      'x-amzn-RequestId': result.requestId,
      'X-Amz-Executed-Version': version,
      ...(result.functionError && { 'X-Amz-Function-Error': result.functionError }),
      ...(message.headers['x-amz-log-type'] === 'Tail' && {
        'X-Amz-Log-Result': Buffer.from(result.log).toString('base64'),
      }),
    })
  } catch (error) {
    answerError(response, error)
  }
}

/** The function that a call names in its path, with the qualifier it names there or in the query. */
function referenceOf(pathname: string, search: string): string {
  const name = decoded(path.exec(pathname)?.[1] ?? '')
  const wanted = new URLSearchParams(search).get('Qualifier')
  const { qualifier } = parseReference(name)
  if (!wanted || wanted === qualifier) return name
  if (!qualifier) return `${name}:${wanted}`
  throw new ServiceError(
    400,
    'InvalidParameterValueException',
    'The derived qualifier from the function name does not match the specified qualifier.',
  )
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw new ServiceError(400, 'InvalidParameterValueException', `The function name ${name} can't be decoded`)
  }
}

/** Aborted when the connection ends before the answer. */
function leaving(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => controller.abort())
  return controller.signal
}

async function readPayload(message: IncomingMessage, type: InvocationType): Promise<string> {
  const limit = type === 'Event' ? eventLimitBytes : requestLimitBytes
  try {
    const body = (await readBody(message, limit)).toString('utf8')
    if (body === '') return '{}'
    JSON.parse(body)
    return body
  } catch (error) {
    if (error instanceof TooLargeError) throw tooLarge(error.bytes, type, limit)
    if (error instanceof SyntaxError) throw invalidJson(error.message)
    throw error
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: string | undefined,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(body)
}

function answerError(response: ServerResponse, error: unknown): void {
  const known = error instanceof ServiceError ? error : new ServiceError(500, 'ServiceException', String(error))
  const body = {
    Type: known.status < 500 ? 'User' : 'Service',
    Message: known.message,
    message: known.message,
    Reason: known.reason,
  }
  answer(response, known.status, JSON.stringify(body), {
    'x-amzn-ErrorType': known.code,
    'x-amzn-RequestId': crypto.randomUUID(),
  })
}

function headerText(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function decodeContext(encoded: string | undefined): string | undefined {
  return encoded && Buffer.from(encoded, 'base64').toString('utf8')
}
