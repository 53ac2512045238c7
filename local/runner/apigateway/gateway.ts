import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, TooLargeError } from '../http/body.ts'
import type { LambdaCaller } from '../lambda/caller.ts'
import { ServiceError } from '../lambda/errors.ts'
import { errorText, type Log } from '../log.ts'
import { type Answer, gatewayErrorAnswer, writeAnswer } from './answer.ts'
import { checkApiKey } from './api-keys.ts'
import { Authorizers } from './authorize.ts'
import { proxyEvent } from './event.ts'
import {
  badIntegrationAnswer,
  GatewayError,
  integrationTimeout,
  internalError,
  invocationRefused,
  missingAuthenticationToken,
  requestTooLarge,
  requestTooLong,
} from './gateway-error.ts'
import { mockAnswer } from './mock.ts'
import type { Integration, RestApi } from './model.ts'
import type { Place, Routed } from './place.ts'
import { isBinaryType, proxyAnswer } from './proxy-answer.ts'
import { type GatewayRequest, header, readRequest } from './request.ts'
import { route } from './router.ts'
import { validateRequest } from './validation.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const payloadLimitBytes = 10_485_760

export type GatewayOptions = { accountId: string; region: string; lambda: LambdaCaller; log: Log }

/** Serves REST APIs: routing, authorizers, integrations. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #authorizers: Authorizers

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#authorizers = new Authorizers(async (name, event, trace) => {
      const result = await options.lambda.invoke(name, JSON.stringify(event), { traceId: trace })
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
    const request = readRequest(message, path === '' ? '/' : path, search, Buffer.alloc(0))
    const { accountId, region } = this.#options
    const place: Place = { api, accountId, region }
    try {
      request.body = await readBody(message, payloadLimitBytes)
      writeAnswer(response, await this.#answer(request, place), request)
    } catch (error) {
      const refusal = this.#refusal(error, api, message)
      writeAnswer(response, gatewayErrorAnswer(refusal, request, place), request)
    }
  }

  /** Notes in `place` how far the request has come: a refusal's answer may tell. */
  async #answer(request: GatewayRequest, place: Place): Promise<Answer> {
    const { api } = place
    const match = route(api.root, request.path, request.httpMethod)
    if (!match) throw missingAuthenticationToken()
    const routed: Routed = Object.assign(place, match)
    const { method } = match
    const authorized = method.authorizer && (await this.#authorizers.authorize(method.authorizer, request, routed))
    routed.authorizer = authorized?.context
    if (method.apiKeyRequired) {
      const value = api.apiKeySource === 'HEADER' ? header(request, 'x-api-key') : authorized?.usageIdentifierKey
      routed.apiKey = checkApiKey(api.apiKeys, value)
    }
    if (method.validator) validateRequest(method.validator, request, routed)
    const { integration } = method
    if (integration.type === 'mock') return mockAnswer(integration, request)
    if (integration.type === 'unsupported') throw new Error(`${method.logicalId}: ${integration.reason}`)
    const binary = isBinaryType(header(request, 'content-type') ?? '', api.binaryMediaTypes)
    const event = JSON.stringify(proxyEvent(request, routed, binary))
    return proxyAnswer(await this.#invoke(integration, event, request.trace), request, api)
  }

  async #invoke(integration: Extract<Integration, { type: 'lambda' }>, event: string, trace: string): Promise<string> {
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
      const options = { traceId: trace, left: waiting.signal }
      const result = await Promise.race([lambda.invoke(integration.functionName, event, options), limit])
      if (result.functionError) throw badIntegrationAnswer()
      return result.payload
    } catch (error) {
      if (error instanceof GatewayError) throw error
      if (error instanceof ServiceError && error.status === 413) throw requestTooLong()
      log({ level: 'warn', text: `${integration.functionName} could not be invoked: ${errorText(error)}` })
      throw invocationRefused()
    } finally {
      clearTimeout(timer)
    }
  }

  #refusal(error: unknown, api: RestApi, message: IncomingMessage): GatewayError {
    if (error instanceof GatewayError) return error
    if (error instanceof TooLargeError) return requestTooLarge(payloadLimitBytes)
    this.#options.log({
      level: 'error',
      text: `${message.method} ${message.url} (${api.logicalId}): ${errorText(error)}`,
    })
    return internalError()
  }
}
