import { asText, isObject, type Json } from '../assembly/template.ts'
import { authorizerEvent, methodArnOf } from './event.ts'
import { accessDenied, authorizerConfiguration, authorizerFailure, unauthorized } from './gateway-error.ts'
import type { Authorizer } from './model.ts'
import type { AuthorizerContext, Routed } from './place.ts'
import { evaluatePolicy } from './policy.ts'
import { type GatewayRequest, header } from './request.ts'
import { contextVariable } from './request-context.ts'

export type Authorized = { context: AuthorizerContext; usageIdentifierKey: string | undefined }
type Verdict = Authorized & { policy: Json | undefined }
type Cached = { verdict: Verdict; untilMs: number }

export type CallFunction = (name: string, event: object, trace: string) => Promise<{ payload: string; failed: boolean }>

/** Asks Lambda authorizers and remembers their answers by identity source. */
export class Authorizers {
  readonly #cache = new Map<string, Cached>()
  readonly #call: CallFunction

  constructor(call: CallFunction) {
    this.#call = call
  }

  /** What the authorizer hands on; refuses by throwing a GatewayError. */
  async authorize(authorizer: Authorizer, request: GatewayRequest, routed: Routed): Promise<Authorized> {
    const identity = authorizer.identitySources.map((source) => identityValue(source, request, routed))
    if (identity.some((value) => value === undefined || value === '')) throw unauthorized()
    const [token] = identity
    if (authorizer.type === 'TOKEN' && authorizer.validation && !authorizer.validation.test(token ?? '')) {
      throw unauthorized()
    }
    const verdict = await this.#verdict(authorizer, identity as string[], request, routed)
    const decision = decide(verdict, methodArnOf(request, routed))
    if (decision !== 'allow') throw accessDenied(decision === 'deny')
    return verdict
  }

  async #verdict(
    authorizer: Authorizer,
    identity: string[],
    request: GatewayRequest,
    routed: Routed,
  ): Promise<Verdict> {
    const cacheable = authorizer.cacheTtlMs > 0 && identity.length > 0
    const key = JSON.stringify([authorizer.id, routed.api.stage, ...identity])
    const cached = cacheable ? this.#cache.get(key) : undefined
    if (cached && cached.untilMs > Date.now()) return cached.verdict
    const event = authorizerEvent(authorizer, request, routed, identity[0])
    const start = performance.now()
    const { payload, failed } = await this.#call(authorizer.functionName, event, request.trace)
    if (failed) {
      // Failing with exactly this message is how an authorizer says 401.
      const { errorMessage } = JSON.parse(payload) as { errorMessage?: string }
      throw errorMessage === 'Unauthorized' ? unauthorized() : authorizerFailure()
    }
    const verdict = readVerdict(JSON.parse(payload) as Json, Math.round(performance.now() - start))
    if (cacheable) this.#remember(key, { verdict, untilMs: Date.now() + authorizer.cacheTtlMs })
    return verdict
  }

  #remember(key: string, cached: Cached): void {
    if (this.#cache.size >= 10_000) {
      const now = Date.now()
      for (const [old, { untilMs }] of this.#cache) if (untilMs <= now) this.#cache.delete(old)
      if (this.#cache.size >= 10_000) this.#cache.clear()
    }
    this.#cache.set(key, cached)
  }
}

function decide(verdict: Verdict, methodArn: string): ReturnType<typeof evaluatePolicy> {
  try {
    return evaluatePolicy(verdict.policy, methodArn)
  } catch {
    throw authorizerConfiguration()
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
function readVerdict(answer: Json, integrationLatency: number): Verdict {
  if (!isObject(answer) || typeof answer.principalId !== 'string' || !isObject(answer.policyDocument)) {
    throw authorizerConfiguration()
  }
  const context: AuthorizerContext = {}
  for (const [name, value] of Object.entries(isObject(answer.context) ? answer.context : {})) {
    if (value === null) continue
    if (typeof value === 'object') throw authorizerConfiguration()
    context[name] = String(value)
  }
  return {
    policy: answer.policyDocument,
    context: { ...context, principalId: answer.principalId, integrationLatency },
    usageIdentifierKey: asText(answer.usageIdentifierKey),
  }
}

function identityValue(source: string, request: GatewayRequest, routed: Routed): string | undefined {
  const [scope, place, kind] = source.split('.', 3)
  const name = source
    .split('.')
    .slice(scope === 'method' ? 3 : 1)
    .join('.')
  if (scope === 'stageVariables') return routed.api.stageVariables?.[name]
  if (scope === 'context') return contextVariable(name, request, routed)
  if (scope !== 'method' || place !== 'request') throw authorizerConfiguration()
  if (kind === 'header') return header(request, name)
  if (kind === 'querystring') return request.query[name]
  if (kind === 'path') return routed.pathParameters[name]
  throw authorizerConfiguration()
}
