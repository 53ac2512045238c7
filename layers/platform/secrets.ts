import { setTimeout as wait } from 'node:timers/promises'
import { type AwsAnswer, awsRequest } from './aws-request.ts'

// Rotation shows within this time without a new environment.
const cacheMs = 5 * 60_000

const cache = new Map<string, { value: Promise<string>; readAtMs: number }>()

// As AWS asks of its clients: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
const attempts = 3
const timeoutMs = 2000

/** Secrets Manager's name for an error, without the namespace that some answers put before it, and what it says. */
const refusalOf = ({ status, body }: AwsAnswer): { name: string; says: string } => {
  try {
    const { __type: type, message, Message: says = message } = JSON.parse(body)
    return { name: String(type).split('#').at(-1) ?? '', says: String(says ?? '') }
  } catch {
    return { name: `status ${status}`, says: '' }
  }
}

const isPassing = (answer: AwsAnswer): boolean =>
  answer.status >= 500 ||
  answer.status === 429 ||
  /^(Throttling|RequestLimitExceeded|TooManyRequests)/.test(refusalOf(answer).name)

const ask = (id: string, versionStage: string): Promise<AwsAnswer> =>
  awsRequest({
    service: 'secretsmanager',
    path: '/',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'secretsmanager.GetSecretValue' },
    body: JSON.stringify({ SecretId: id, VersionStage: versionStage }),
    timeoutMs,
  })

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
const fetchSecret = async (id: string, versionStage: string): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(id, versionStage).catch((error: Error) => error)
    if (!(answer instanceof Error) && answer.status === 200) return textOf(id, answer.body)
    if (attempt === attempts || !(answer instanceof Error || isPassing(answer))) throw notRead(id, answer)
    await wait(Math.random() * 100 * 2 ** attempt)
  }
}

const textOf = (id: string, body: string): string => {
  const { SecretString: text } = JSON.parse(body)
  if (typeof text !== 'string') throw new Error(`secret ${id} has no string value`)
  return text
}

const notRead = (id: string, answer: AwsAnswer | Error): Error => {
  if (answer instanceof Error) return new Error(`secret ${id} can't be read: ${answer.message}`, { cause: answer })
  const { name, says } = refusalOf(answer)
  return Object.assign(new Error(`secret ${id} can't be read: ${name}: ${says}`), { name })
}

/** The secret's text, kept for five minutes. @throws Error if it can't be had, also at the third attempt; `name` is Secrets Manager's for it */
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
