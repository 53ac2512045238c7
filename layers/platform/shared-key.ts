import { setting } from './config.ts'
import { z } from './schema.ts'
import { forgetOldSecret, readSecret } from './secrets.ts'

export type KeyVersion = 'AWSCURRENT' | 'AWSPREVIOUS'

const isMissingVersion = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException'

const read = async (secretArn: string, version: KeyVersion): Promise<Buffer> => {
  const { key } = z.object({ key: z.string().min(32) }).parse(JSON.parse(await readSecret(secretArn, version)))
  return Buffer.from(key, 'utf8')
}

/** The key that services sign and seal with now. @param name the setting that holds its secret's ARN */
export const currentKey = (name: string): Promise<Buffer> => read(setting(name), 'AWSCURRENT')

/** The key before the last rotation, if there was one. */
const previousKey = (name: string): Promise<Buffer | undefined> =>
  read(setting(name), 'AWSPREVIOUS').catch((error: unknown) => {
    if (isMissingVersion(error)) return undefined
    throw error
  })

const tryBoth = async <T>(name: string, attempt: (key: Buffer) => Promise<T | undefined> | T | undefined) => {
  const found = await attempt(await currentKey(name))
  if (found !== undefined) return found
  const previous = await previousKey(name)
  return previous && attempt(previous)
}

/**
 * Tries the current key, then the one before. If neither fits and both were read a while ago, once more with fresh ones:
 * a key that was rotated a moment ago signs elsewhere already.
 */
export const withKeys = async <T>(
  name: string,
  attempt: (key: Buffer) => Promise<T | undefined> | T | undefined,
): Promise<T | undefined> => {
  const found = await tryBoth(name, attempt)
  if (found !== undefined || !forgetOldSecret(setting(name))) return found
  return tryBoth(name, attempt)
}
