import type { ErrorCode, FieldError } from './answers.ts'

/** An error that the API told: RFC 9457 problem details. */
export class ApiProblem extends Error {
  readonly status: number
  /** Undefined when something in between answered, not the shop's own code. */
  readonly code: ErrorCode | undefined
  /** In the language that was asked for; empty if there is none. */
  readonly title: string
  readonly fieldErrors: readonly FieldError[]
  /** Members of the document that belong to its code. */
  readonly details: Readonly<Record<string, unknown>>
  readonly retryAfterMs: number | undefined
  readonly correlationId: string | undefined

  constructor(status: number, document: unknown, headers: Pick<Headers, 'get'>) {
    const { type, title, status: _, code, correlationId, errors, ...details } = asRecord(document)
    const ours = typeof type === 'string' && type.startsWith('urn:korob:problem:') && typeof code === 'string'
    super(`${status} ${ours ? code : 'not from the shop'}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = ours ? (code as ErrorCode) : undefined
    this.title = ours && typeof title === 'string' ? title : ''
    this.fieldErrors = ours && Array.isArray(errors) ? errors.filter(isFieldError) : []
    this.details = details
    this.retryAfterMs = milliseconds(headers.get('retry-after'))
    this.correlationId = ours && typeof correlationId === 'string' ? correlationId : undefined
  }
}

/** No answer that can be read came: whether the request was carried out is not known. */
export class NoAnswer extends Error {
  readonly reason: 'unreachable' | 'timeout' | 'garbled'

  constructor(reason: NoAnswer['reason'], cause?: unknown) {
    super(`no answer: ${reason}`, { cause })
    this.name = 'NoAnswer'
    this.reason = reason
  }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

const isFieldError = (value: unknown): value is FieldError => {
  const { field, message } = asRecord(value)
  return typeof field === 'string' && typeof message === 'string'
}

const milliseconds = (seconds: string | null): number | undefined =>
  seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined
