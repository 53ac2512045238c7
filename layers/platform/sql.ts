/** A statement with its parameters apart, as `pg` takes it. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'text' in value && 'values' in value && fragments.has(value)

const fragments = new WeakSet<object>()

const make = (text: string, values: unknown[]): Sql => {
  const statement = Object.freeze({ text, values })
  fragments.add(statement)
  return statement
}

/** sql`… where id = ${id}`: every value becomes a parameter; a nested sql`…` is spliced in. */
export const sql = (strings: TemplateStringsArray, ...inputs: unknown[]): Sql => {
  let text = strings[0] ?? ''
  const values: unknown[] = []
  inputs.forEach((input, index) => {
    if (isSql(input)) {
      const shift = values.length
      text += input.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`)
      values.push(...input.values)
    } else {
      values.push(input)
      text += `$${values.length}`
    }
    text += strings[index + 1] ?? ''
  })
  return make(text, values)
}

/** Joins fragments: joinSql([sql`a = ${1}`, sql`b = ${2}`], ' and '). The separator is code, never input. */
export const joinSql = (parts: readonly Sql[], separator: ', ' | ' and ' | ' or ' | ' '): Sql => {
  const values: unknown[] = []
  const text = parts
    .map((part) => {
      const shift = values.length
      values.push(...part.values)
      return part.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`)
    })
    .join(separator)
  return make(text, values)
}

/** A fragment without parameters, for names chosen by code from a fixed list. Never give it input. */
export const rawSql = (text: string): Sql => make(text, [])
