export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

export type TemplateResource = {
  Type: string
  Properties?: JsonObject
  Metadata?: JsonObject
  DependsOn?: string | string[]
  Condition?: string
}

export type TemplateParameter = { Type: string; Default?: Json; NoEcho?: boolean | string; AllowedValues?: Json[] }

export type Template = {
  Parameters?: Record<string, TemplateParameter>
  Mappings?: Record<string, Record<string, Record<string, Json>>>
  Conditions?: Record<string, Json>
  Resources: Record<string, TemplateResource>
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json }; Condition?: string }>
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A template value read as text: CloudFormation lets numbers and booleans stand where a string is meant. */
export function asText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined
  return String(value)
}

/** A template value read as a number: CDK writes numbers, hand-written templates often strings. */
export function asNumber(value: Json | undefined): number | undefined {
  const text = asText(value)
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
}

export function asBoolean(value: Json | undefined): boolean {
  return value === true || value === 'true'
}

export function asList(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}
