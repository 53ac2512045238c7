/** The qualifier of what is called without one: the code as it is. */
export const latest = '$LATEST'

/** A function as calls, templates and ARNs name it, perhaps with a version or an alias. */
type FunctionReference = { name: string; qualifier: string | undefined }

/** Reads `name`, `account:function:name` or an ARN, each with `:qualifier` or without. */
export function parseReference(reference: string): FunctionReference {
  const parts = reference.split(':')
  const [name = '', qualifier] = parts.slice(parts.indexOf('function') + 1)
  return { name, qualifier: qualifier || undefined }
}

export function functionNameOf(reference: string): string {
  return parseReference(reference).name
}

/** What Lambda calls by this reference: `name` or `name:qualifier`. */
export function shortReference(reference: string): string {
  const { name, qualifier } = parseReference(reference)
  return qualifier ? `${name}:${qualifier}` : name
}
