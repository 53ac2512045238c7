import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { RawAnswer } from '../../support/bad-input/problem.ts'
import { type DocumentedAnswer, document, type JsonObject, type Operation, resolved } from './document.ts'

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A copy in which objects have no members but those described. Callers are told to ignore others; here one that nobody
 * described is a fault. Parts of an `allOf` describe one object together, so the whole is closed, not the parts.
 */
const closed = (value: unknown, isPart = false): unknown => {
  if (Array.isArray(value)) return value.map((one) => closed(one))
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([key, member]) => {
    if (key === 'allOf') return [key, (member as unknown[]).map((one) => closed(one, true))]
    // What Problem describes is always part of an error.
    return [key, closed(member, key === 'Problem')]
  })
  const isDescribed = isObject(value.properties) && value.type === 'object'
  const closes = (isDescribed || Array.isArray(value.allOf)) && !isPart
  return { ...Object.fromEntries(members), ...(closes && { unevaluatedProperties: false }) }
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })
addFormats.default(ajv)
// Members of the document around its schemas, and what OpenAPI adds to those.
ajv.addVocabulary(['openapi', 'info', 'servers', 'tags', 'paths', 'components', 'discriminator', 'example'])
ajv.addSchema(closed(document) as JsonObject, 'document', false, false)

const pointer = (...keys: string[]): string =>
  keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')

const faultsOfValue = (value: unknown, place: string): string[] => {
  const validate = ajv.compile({ $ref: `document#/${encodeURI(place)}` })
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || 'the whole'} ${message} ${JSON.stringify(params)}`,
  )
}

const typed = (text: string, { type }: JsonObject): unknown => (type === 'integer' ? Number(text) : text)

const faultsOfHeaders = ({ headers = {} }: DocumentedAnswer, answer: RawAnswer): string[] =>
  Object.entries(headers).flatMap(([name, header]) => {
    const { required, schema } = resolved<{ required?: boolean; schema: JsonObject }>(header as never)
    const value = answer.headers.get(name)
    if (value === null) return required ? [`there is no header ${name}`] : []
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')))
    return validate(typed(value, schema)) ? [] : [`header ${name}: ${value} ${ajv.errorsText(validate.errors)}`]
  })

/** The media type without its parameters. */
const mediaTypeOf = ({ headers }: RawAnswer): string => (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''

/** What of an answer is not as the document says: its status, media type, headers, and every member of its body. */
export const faultsOf = (operation: Operation, answer: RawAnswer): string[] => {
  const { method, path, responses } = operation
  const documented = responses[answer.status]
  if (!documented) return [`status ${answer.status} is not documented: ${answer.text.slice(0, 300)}`]
  const faults = faultsOfHeaders(documented, answer)
  const mediaTypes = Object.keys(documented.content ?? {})
  if (mediaTypes.length === 0)
    return answer.text === '' ? faults : [...faults, 'there is a body, and none is documented']
  const mediaType = mediaTypeOf(answer)
  if (!mediaTypes.includes(mediaType)) return [...faults, `media type ${mediaType} is not documented`]
  const raw = document.paths[path]?.[method.toLowerCase()]?.responses[answer.status] as { $ref?: string }
  const place = raw.$ref?.slice(2) ?? pointer('paths', path, method.toLowerCase(), 'responses', String(answer.status))
  const body: unknown = JSON.parse(answer.text)
  const own = faultsOfValue(body, `${place}/${pointer('content', mediaType, 'schema')}`)
  // API Gateway's answers to several statuses name none.
  const said = isObject(body) && mediaType.endsWith('problem+json') ? (body.status ?? answer.status) : answer.status
  return [...faults, ...own, ...(said === answer.status ? [] : [`the body says status ${said}`])]
}

/** As documentedOutcomes names it. */
export const outcomeOf = (answer: RawAnswer): string => {
  if (mediaTypeOf(answer) !== 'application/problem+json') return String(answer.status)
  return `${answer.status} ${(JSON.parse(answer.text) as { code: string }).code}`
}
