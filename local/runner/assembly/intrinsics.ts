import { asList, asText, isObject, type Json, type JsonObject } from './template.ts'

/** What the intrinsic functions of a template may look up. */
export type Scope = {
  ref(name: string): Json | undefined
  attribute(logicalId: string, attribute: string): Json
  condition(name: string): boolean
  mapping(map: string, top: string, second: string): Json
  importValue(name: string): Json
  dynamicReference(service: string, reference: string): string
  availabilityZones(region: string): string[]
}

/** `undefined` stands for AWS::NoValue: the property or element is left out. */
export type Resolved = Json | undefined

export function resolve(value: Json, scope: Scope): Resolved {
  if (typeof value === 'string') return resolveDynamicReferences(value, scope)
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined)
  if (!isObject(value)) return value
  const keys = Object.keys(value)
  const only = keys.length === 1 ? keys[0] : undefined
  if (only === 'Ref') return scope.ref(String(value.Ref))
  if (only === 'Condition' && typeof value.Condition === 'string') return scope.condition(value.Condition)
  const intrinsic = only ? intrinsics[only] : undefined
  if (intrinsic && only) {
    // A dynamic reference is often put together by Fn::Join.
    const result = intrinsic(value[only] as Json, scope)
    return typeof result === 'string' ? resolveDynamicReferences(result, scope) : result
  }
  if (only?.startsWith('Fn::')) throw new Error(`The intrinsic function ${only} is not supported`)
  const resolved: JsonObject = {}
  for (const key of keys) {
    const item = resolve(value[key] as Json, scope)
    if (item !== undefined) resolved[key] = item
  }
  return resolved
}

/** Resolves to text; fails where the template has something else or nothing. */
export function resolveText(value: Json, scope: Scope): string {
  const text = asText(resolve(value, scope) ?? null)
  if (text === undefined) throw new Error(`Expected text, found ${JSON.stringify(value)}`)
  return text
}

function resolveList(value: Json, scope: Scope): Json[] {
  return asList(resolve(value, scope))
}

function argumentsOf(name: string, value: Json, least: number): Json[] {
  if (!Array.isArray(value) || value.length < least) {
    throw new Error(`${name} takes ${least} arguments: ${JSON.stringify(value)}`)
  }
  return value
}

const intrinsics: Record<string, (argument: Json, scope: Scope) => Resolved> = {
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...path] = Array.isArray(argument) ? argument : String(argument).split('.')
    const attribute = path.map((part) => resolveText(part, scope)).join('.')
    return scope.attribute(String(logicalId), attribute)
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = argumentsOf('Fn::Join', argument, 2)
    return resolveList(items as Json, scope)
      .map((item) => asText(item) ?? '')
      .join(String(separator))
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, items] = argumentsOf('Fn::Select', argument, 2)
    const list = resolveList(items as Json, scope)
    const item = list[Number(resolveText(index as Json, scope))]
    if (item === undefined) throw new Error(`Fn::Select ${JSON.stringify(argument)} has no such element`)
    return item
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argumentsOf('Fn::Split', argument, 2)
    return resolveText(text as Json, scope).split(String(separator))
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = argumentsOf('Fn::If', argument, 3)
    return resolve((scope.condition(String(name)) ? yes : no) as Json, scope)
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = argumentsOf('Fn::FindInMap', argument, 3).map((part) => resolveText(part, scope))
    return scope.mapping(map as string, top as string, second as string)
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(resolveText(argument, scope)),
  'Fn::Base64': (argument, scope) => Buffer.from(resolveText(argument, scope)).toString('base64'),
  'Fn::GetAZs': (argument, scope) => scope.availabilityZones(asText(resolve(argument, scope)) ?? ''),
  'Fn::Length': (argument, scope) => resolveList(argument, scope).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = argumentsOf('Fn::Equals', argument, 2).map((part) => resolve(part, scope))
    const text = asText(left)
    return JSON.stringify(left) === JSON.stringify(right) || (text !== undefined && text === asText(right))
  },
  'Fn::And': (argument, scope) => asList(argument).every((part) => resolve(part, scope) === true),
  'Fn::Or': (argument, scope) => asList(argument).some((part) => resolve(part, scope) === true),
  'Fn::Not': (argument, scope) => asList(argument).every((part) => resolve(part, scope) !== true),
}

function substitute(argument: Json, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument]
  const own = isObject(variables) ? variables : {}
  return String(template).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`
    const key = name.trim()
    if (Object.hasOwn(own, key)) return resolveText(own[key] as Json, scope)
    const dot = key.indexOf('.')
    const found = dot > 0 ? scope.attribute(key.slice(0, dot), key.slice(dot + 1)) : scope.ref(key)
    const text = asText(found)
    if (text === undefined) throw new Error(`Fn::Sub: ${whole} is not text`)
    return text
  })
}

function resolveDynamicReferences(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text
  return text.replace(/\{\{resolve:([a-z-]+):([^}]+)\}\}/g, (_whole, service: string, reference: string) =>
    scope.dynamicReference(service, reference),
  )
}
