import { setting } from './config.ts'
import { z } from './schema.ts'
import { forgetOldSecret, readSecret } from './secrets.ts'

export type KeyVersion = 'AWSCURRENT' | 'AWSPREVIOUS'

const isMissingVersion = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException'

const keyText = z.string().min(32)

/** A key's secret: the key, and those before it that still count, the latest first. */
const secretValue = z.object({
  key: keyText,
  earlier: z.array(z.object({ key: keyText, until: z.iso.datetime() })).optional(),
})

interface Keys {
  /** That count now, the current one first. */
  keys: [Buffer, ...Buffer[]]
  /** False: the value doesn't say which keys were before it. */
  areAll: boolean
}

const keysIn = (text: string, now: Date): Keys => {
  const { key, earlier } = secretValue.parse(JSON.parse(text))
  const counting = earlier?.filter(({ until }) => new Date(until) > now) ?? []
  return {
    keys: [Buffer.from(key, 'utf8'), ...counting.map((one) => Buffer.from(one.key, 'utf8'))],
    areAll: earlier !== undefined,
  }
}

/**
 * The value that follows in a rotation: the key before goes on to count until the given time, and so do those before it until
 * theirs. Thus keys may be rotated as often as need be, however long what they signed lives.
 */
export const rotatedSecret = (text: string, key: string, until: Date, now: Date): string => {
  const before = secretValue.parse(JSON.parse(text))
  const earlier = [{ key: before.key, until: until.toISOString() }, ...(before.earlier ?? [])]
  return JSON.stringify({ key, earlier: earlier.filter((one) => new Date(one.until) > now) })
}

const read = async (secretArn: string, version: KeyVersion) => keysIn(await readSecret(secretArn, version), new Date())

/** The key that services sign and seal with now. @param name the setting that holds its secret's ARN */
export const currentKey = async (name: string): Promise<Buffer> => (await read(setting(name), 'AWSCURRENT')).keys[0]

/** The keys of the value before, if there was one. */
const previousKeys = async (name: string): Promise<readonly Buffer[]> => {
  try {
    return (await read(setting(name), 'AWSPREVIOUS')).keys
  } catch (error) {
    if (isMissingVersion(error)) return []
    throw error
  }
}

const tryEach = async <T>(
  keys: readonly Buffer[],
  attempt: (key: Buffer) => Promise<T | undefined> | T | undefined,
) => {
  for (const key of keys) {
    const found = await attempt(key)
    if (found !== undefined) return found
  }
  return undefined
}

const tryAll = async <T>(name: string, attempt: (key: Buffer) => Promise<T | undefined> | T | undefined) => {
  const { keys, areAll } = await read(setting(name), 'AWSCURRENT')
  // Whoever put a key by hand has not ended the one before it.
  return (await tryEach(keys, attempt)) ?? (areAll ? undefined : tryEach(await previousKeys(name), attempt))
}

/**
 * Tries the current key, then those before that still count. If none fits and they were read a while ago, once more with fresh ones:
 * a key that was rotated a moment ago signs elsewhere already.
 */
export const withKeys = async <T>(
  name: string,
  attempt: (key: Buffer) => Promise<T | undefined> | T | undefined,
): Promise<T | undefined> => {
  const found = await tryAll(name, attempt)
  if (found !== undefined || !forgetOldSecret(setting(name))) return found
  return tryAll(name, attempt)
}
