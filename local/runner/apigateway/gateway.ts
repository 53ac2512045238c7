import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, TooLargeError } from '../http/body.ts'
import type { LambdaCaller } from '../lambda/caller.ts'
import { errorText, type Log } from '../log.ts'
import { type Answer, gatewayErrorAnswer, writeAnswer } from './answer.ts'
import { Authorizers } from './authorize.ts'
import { proxyEvent, type Routed } from './event.ts'
import {
  badIntegrationAnswer,
  GatewayError,
  integrationTimeout,
  internalError,
  invocationRefused,
  missingAuthenticationToken,
  requestTooLarge,
} from './gateway-error.ts'
import { mockAnswer } from './mock.ts'
import type { Integration, RestApi } from './model.ts'
import { isBinaryType, proxyAnswer } from './proxy-answer.ts'
import { type GatewayRequest, header, readRequest } from './request.ts'
import { route } from './router.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const payloadLimitBytes = 10_485_760

export type GatewayOptions = { accountId: string; region: string; lambda: LambdaCaller; log: Log }

/** Serves REST APIs: routing, authorizers, integrations. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #authorizers: Authorizers

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#authorizers = new Authorizers(async (name, event, traceId) => {
      const result = await options.lambda.invoke(name, JSON.stringify(event), { traceId })
      return { payload: result.payload, failed: result.functionError !== undefined }
    })
  }

  /** Answers a request whose path, after the stage, is `path`. */
  async serve(
    api: RestApi,
    message: IncomingMessage,
    response: ServerResponse,
    path: string,
    search: string,
  ): Promise<void> {
    let request: GatewayRequest | undefined
    try {
      const body = await readBody(message, payloadLimitBytes)
      request = readRequest(message, path === '' ? '/' : path, search, body)
      writeAnswer(response, await this.#answer(api, request), request.requestId, request.traceId)
    } catch (error) {
      const refusal = this.#refusal(error, api, message)
      const requestId = request?.requestId ?? crypto.randomUUID()
      writeAnswer(response, gatewayErrorAnswer(refusal, api, requestId), requestId, request?.traceId)
    }
  }

  async #answer(api: RestApi, request: GatewayRequest): Promise<Answer> {
    const match = route(api.root, request.path, request.httpMethod)
    if (!match?.method) throw missingAuthenticationToken()
    const { accountId, region } = this.#options
    const { node, method, pathParameters } = match
    const routed: Routed = { api, node, method, pathParameters, accountId, region }
    const context = method.authorizer && (await this.#authorizers.authorize(method.authorizer, request, routed))
    const { integration } = method
    if (integration.type === 'mock') return mockAnswer(integration, request)
    if (integration.type === 'unsupported') throw new Error(`${method.logicalId}: ${integration.reason}`)
    const binary = isBinaryType(header(request, 'content-type') ?? '', api.binaryMediaTypes)
    const event = JSON.stringify(proxyEvent(request, routed, binary, context))
    return proxyAnswer(await this.#invoke(integration, event, request.traceId), request, api)
  }

  async #invoke(
    integration: Extract<Integration, { type: 'lambda' }>,
    event: string,
    traceId: string,
  ): Promise<string> {
    const { lambda, log } = this.#options
    const waiting = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(integrationTimeout())
        waiting.abort()
      }, integration.timeoutMs)
    })
    try {
      const options = { traceId, left: waiting.signal }
      const result = await Promise.race([lambda.invoke(integration.functionName, event, options), limit])
      if (result.functionError) throw badIntegrationAnswer()
      return result.payload
    } catch (error) {
      if (error instanceof GatewayError) throw error
      log({ level: 'warn', text: `${integration.functionName} could not be invoked: ${errorText(error)}` })
      throw invocationRefused()
    } finally {
      clearTimeout(timer)
    }
  }

  #refusal(error: unknown, api: RestApi, message: IncomingMessage): GatewayError {
    if (error instanceof GatewayError) return error
    if (error instanceof TooLargeError) return requestTooLarge()
    this.#options.log({
      level: 'error',
      text: `${message.method} ${message.url} (${api.logicalId}): ${errorText(error)}`,
    })
    return internalError()
  }
}
