/** An environment variable that must be there; throws with its name if it isn't. */
export const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`setting ${name} is missing`)
  return value
}

/** An environment variable that may be absent or empty. */
export const optionalSetting = (name: string): string | undefined => process.env[name] || undefined

/** An integer setting with a default; throws if it is there and not an integer. */
export const integerSetting = (name: string, fallback: number): number => {
  const value = optionalSetting(name)
  if (value === undefined) return fallback
  const parsed = Number(value)
  if (!Number.isInteger(parsed)) throw new Error(`setting ${name} must be an integer, not '${value}'`)
  return parsed
}
