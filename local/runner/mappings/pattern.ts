import { isObject, type Json, type JsonObject } from '../assembly/template.ts'

/** Whether a value has what a pattern asks for; `undefined` is a value that is not there. */
export type Matches = (value: Json | undefined) => boolean

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax */
export function compilePattern(pattern: Json | undefined): Matches {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw invalid(pattern)
  const fields = Object.entries(pattern).map(([name, rule]) => compileField(name, rule))
  const matchesOne = (value: Json | undefined): boolean => fields.every((matches) => matches(value))
  return (value) => (Array.isArray(value) ? value.some(matchesOne) : matchesOne(value))
}

function compileField(name: string, rule: Json): Matches {
  if (name === '$or') {
    if (!Array.isArray(rule) || rule.length === 0) throw invalid(rule)
    const alternatives = rule.map(compilePattern)
    return (value) => alternatives.some((matches) => matches(value))
  }
  const matches = Array.isArray(rule) ? compileLeaf(rule) : compilePattern(rule)
  return (value) => matches(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined)
}

/** Any of these; of a list in the event any element. */
function compileLeaf(rules: Json[]): Matches {
  if (rules.length === 0) throw invalid(rules)
  const tests = rules.map(compileRule)
  return (value) => tests.some((test) => test(value))
}

function compileRule(rule: Json): Matches {
  if (Array.isArray(rule)) throw invalid(rule)
  if (!isObject(rule)) return ofAny((value) => value === rule)
  const [operator, ...more] = Object.keys(rule)
  const compile = operator && more.length === 0 ? operators[operator] : undefined
  if (!compile) throw invalid(rule)
  return compile(rule[operator as string] as Json, rule)
}

const ofAny = (test: (value: Json) => boolean): Matches => {
  return (value) => value !== undefined && (Array.isArray(value) ? value.some(test) : test(value))
}

const ofText = (argument: Json, rule: JsonObject, test: (value: string, wanted: string) => boolean): Matches => {
  const ignoring = isObject(argument) ? argument['equals-ignore-case'] : undefined
  const wanted = ignoring === undefined ? argument : ignoring
  if (typeof wanted !== 'string') throw invalid(rule)
  const fold = (text: string): string => (ignoring === undefined ? text : text.toLowerCase())
  return ofAny((value) => typeof value === 'string' && test(fold(value), fold(wanted)))
}

const operators: Record<string, (argument: Json, rule: JsonObject) => Matches> = {
  exists(argument, rule) {
    if (typeof argument !== 'boolean') throw invalid(rule)
    // Only leaves exist for a pattern.
    return (value) => (value !== undefined && !isObject(value)) === argument
  },
  prefix: (argument, rule) => ofText(argument, rule, (value, wanted) => value.startsWith(wanted)),
  suffix: (argument, rule) => ofText(argument, rule, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (argument, rule) =>
    ofText({ 'equals-ignore-case': argument }, rule, (value, wanted) => value === wanted),
  'anything-but'(argument) {
    const rules = Array.isArray(argument) ? argument : [argument]
    const unwanted = compileLeaf(rules)
    return ofAny((value) => !unwanted(value))
  },
  numeric(argument, rule) {
    if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 > 0) throw invalid(rule)
    const tests = Array.from({ length: argument.length / 2 }, (_none, index) => {
      const compare = comparisons[String(argument[index * 2])]
      const bound = argument[index * 2 + 1]
      if (!compare || typeof bound !== 'number') throw invalid(rule)
      return (value: number) => compare(value, bound)
    })
    return ofAny((value) => typeof value === 'number' && tests.every((test) => test(value)))
  },
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

function invalid(rule: Json | undefined): Error {
  return new Error(`Invalid filter pattern definition: ${JSON.stringify(rule)}`)
}
