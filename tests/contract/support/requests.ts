import type { RawRequest } from '../../support/bad-input/raw-request.ts'
import type { Operation } from './document.ts'

/** Values of a request by their names: path, query and header parameters, and the body. */
export interface Values {
  parameters: Record<string, unknown>
  body?: unknown
}

/** Every example request of an operation: those that its parameters and its body name. One without any is asked for bare. */
export const examplesOf = ({ parameters, requestBody }: Operation): Record<string, Values> => {
  const bodies = Object.values(requestBody?.content ?? {})[0]?.examples ?? {}
  const names = new Set([...parameters.flatMap(({ examples }) => Object.keys(examples ?? {})), ...Object.keys(bodies)])
  if (names.size === 0) names.add('bare')
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      {
        parameters: Object.fromEntries(
          parameters.flatMap((one) =>
            one.examples?.[name] === undefined ? [] : [[one.name, one.examples[name].value]],
          ),
        ),
        ...(bodies[name] && { body: bodies[name].value }),
      },
    ]),
  )
}

const queryOf = (operation: Operation, values: Values): string => {
  const query = new URLSearchParams()
  for (const { name, in: place } of operation.parameters) {
    const value = values.parameters[name]
    if (place !== 'query' || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const bodyOf = (mediaType: string, body: unknown): string =>
  mediaType.includes('form') ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body)

/** The request as the document says that it is sent. */
export const requestOf = (operation: Operation, values: Values, headers: Record<string, string> = {}): RawRequest => {
  const [mediaType] = Object.keys(operation.requestBody?.content ?? {})
  const given = operation.parameters
    .filter(({ name, in: place }) => place === 'header' && values.parameters[name] !== undefined)
    .map(({ name }) => [name, String(values.parameters[name])])
  return {
    method: operation.method,
    path:
      operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values.parameters[name]))) +
      queryOf(operation, values),
    headers: {
      'accept-language': 'en',
      ...(mediaType && { 'content-type': mediaType }),
      ...Object.fromEntries(given),
      ...headers,
    },
    ...(mediaType && { body: bodyOf(mediaType, values.body) }),
  }
}
