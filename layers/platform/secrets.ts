import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

// Rotation shows within this time without a new environment.
const cacheMs = 5 * 60_000

const client = new SecretsManagerClient({ maxAttempts: 3 })
const cache = new Map<string, { value: Promise<string>; readAtMs: number }>()

const fetchSecret = async (id: string, versionStage: string): Promise<string> => {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: id, VersionStage: versionStage }))
  if (answer.SecretString === undefined) throw new Error(`secret ${id} has no string value`)
  return answer.SecretString
}

/** The secret's text, kept for five minutes. Throws if it can't be had. */
export const readSecret = (id: string, versionStage = 'AWSCURRENT'): Promise<string> => {
  const key = `${id}#${versionStage}`
  const known = cache.get(key)
  if (known && Date.now() - known.readAtMs < cacheMs) return known.value
  const value = fetchSecret(id, versionStage)
  cache.set(key, { value, readAtMs: Date.now() })
  value.catch(() => cache.delete(key))
  return value
}

/** Forgets a secret, so that the next read fetches it: after a login was refused, say. */
export const forgetSecret = (id: string): void => {
  for (const key of cache.keys()) if (key.startsWith(`${id}#`)) cache.delete(key)
}

/**
 * Forgets a secret that was read a while ago, so that what doesn't fit it may be tried with a newer version. False if it
 * was read just now: whoever sends forged tokens can't make us ask Secrets Manager each time.
 */
export const forgetOldSecret = (id: string, olderThanMs = 10_000): boolean => {
  const current = cache.get(`${id}#AWSCURRENT`)
  if (current && Date.now() - current.readAtMs < olderThanMs) return false
  forgetSecret(id)
  return true
}
