import { type Answer, unquote } from './answer.ts'
import { internalError } from './gateway-error.ts'
import type { Integration } from './model.ts'
import { type GatewayRequest, header } from './request.ts'

type Mock = Extract<Integration, { type: 'mock' }>

/** A MOCK integration: the status its request template gives picks the response, whose static parameters are sent. */
export function mockAnswer(mock: Mock, request: GatewayRequest): Answer {
  const wanted = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(mock.requestTemplate ?? '')?.[1]
  if (!wanted) throw internalError()
  const response =
    mock.responses.find((one) => one.selectionPattern && new RegExp(`^(?:${one.selectionPattern})$`).test(wanted)) ??
    mock.responses.find((one) => !one.selectionPattern)
  if (!response) throw internalError()
  const headers: Answer['headers'] = [['Content-Type', 'application/json']]
  for (const [name, value] of Object.entries(response.parameters)) {
    if (name.startsWith('method.response.header.'))
      headers.push([name.slice('method.response.header.'.length), unquote(value)])
  }
  const template = response.templates['application/json'] ?? ''
  const origin = allowedOrigin(template, request)
  if (origin)
    return {
      status: Number(response.statusCode),
      headers: withHeader(headers, 'Access-Control-Allow-Origin', origin),
      body: '',
    }
  return { status: Number(response.statusCode), headers, body: usesVelocity(template) ? '' : template }
}

/** Whether a template does more than the runner can: it knows plain text and the CORS template of the CDK. */
export function usesVelocity(template: string): boolean {
  return /[#$][a-z{(]/i.test(template)
}

/** The CDK answers preflights of several origins by a template that compares the Origin header with a list. */
function allowedOrigin(template: string, request: GatewayRequest): string | undefined {
  if (!template.includes('$context.responseOverride.header.Access-Control-Allow-Origin')) return undefined
  const origin = header(request, 'origin')
  const allowed = [...template.matchAll(/\$origin\.matches\("([^"]+)"\)/g)].map((match) => match[1] as string)
  return allowed.find((pattern) => origin && new RegExp(`^(?:${pattern})$`).test(origin)) ? origin : undefined
}

function withHeader(headers: Answer['headers'], name: string, value: string): Answer['headers'] {
  const others = headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase())
  return [...others, [name, value]]
}
