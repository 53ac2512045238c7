import fc from 'fast-check'

/** A place in a body: ['items', '0', 'quantity']. */
export type Path = readonly string[]

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

const isBranch = (value: unknown): value is Record<string, Json> => ['array', 'object'].includes(kindOf(value))

/** Every place of a body but the body itself. */
export const pathsOf = (body: Json, above: Path = []): Path[] =>
  isBranch(body)
    ? Object.entries(body).flatMap(([key, value]) => [[...above, key], ...pathsOf(value, [...above, key])])
    : []

export const valueAt = (body: Json, path: Path): Json =>
  path.reduce<Json>((value, key) => (isBranch(value) ? (value[key] ?? null) : null), body)

/** The body with another value at a place; `undefined` takes the place away. */
export const changed = (body: Json, path: Path, value: Json | undefined): Json => {
  const copy = structuredClone(body)
  const owner = valueAt(copy, path.slice(0, -1))
  const key = path.at(-1) ?? ''
  if (!isBranch(owner)) throw new Error(`nothing at ${path.join('.')}`)
  if (value === undefined) delete owner[key]
  else Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true })
  return copy
}

const oneOfEachKind: Json[] = [null, true, 7, 'text', [], {}]

/** Values of every kind but that of `value`: no field of ours takes two kinds. */
export const otherKinds = (value: Json): Json[] => oneOfEachKind.filter((one) => kindOf(one) !== kindOf(value))

export interface Mutation {
  body: Json
  /** What was changed. */
  paths: Path[]
}

const isBelow = (path: Path, other: Path): boolean => other.every((key, index) => path[index] === key)

/** One to three places of a valid body, none within another, each with any value of another kind. */
export const mutationsOf = (valid: Json): fc.Arbitrary<Mutation> =>
  fc
    .uniqueArray(fc.constantFrom(...pathsOf(valid)), { minLength: 1, maxLength: 3, selector: (path) => path.join('.') })
    .map((paths) => paths.filter((path) => !paths.some((other) => other !== path && isBelow(path, other))))
    .chain((paths) =>
      fc
        .tuple(...paths.map((path) => fc.jsonValue().filter((value) => kindOf(value) !== kindOf(valueAt(valid, path)))))
        .map((values) => ({
          paths,
          body: paths.reduce((body, path, index) => changed(body, path, (values[index] ?? null) as Json), valid),
        })),
    )

/** Whether a field that was named says what was changed: the place itself, or one above or below it. */
export const isAbout = (field: string, path: Path): boolean => {
  const named = field.split('.')
  return isBelow(named, path) || isBelow(path, named)
}
