import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { currentKey, withKeys } from './shared-key.ts'

const codesKey = 'CODES_SECRET_ARN'
const ivBytes = 12
const tagBytes = 16

/** Keys for different uses, of one secret: https://www.rfc-editor.org/rfc/rfc5869 */
const derived = (key: Buffer, use: 'seal' | 'hash'): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `korob.codes.${use}`, 32))

/**
 * Text that only a holder of the codes' key can read: AES-256-GCM, base64url.
 * @param about what it belongs to; unsealing needs the same
 */
export const seal = async (text: string, about: string): Promise<string> => {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', derived(await currentKey(codesKey), 'seal'), iv)
  cipher.setAAD(Buffer.from(about, 'utf8'))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

const open = (bytes: Buffer, about: string, key: Buffer): string | undefined => {
  const decipher = createDecipheriv('aes-256-gcm', derived(key, 'seal'), bytes.subarray(0, ivBytes))
  decipher.setAAD(Buffer.from(about, 'utf8'))
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // Node names no error for a tag that doesn't fit; nothing else can fail here.
    return undefined
  }
}

/** The sealed text; undefined if it is another's, was changed, or its key was rotated away twice. */
export const unseal = async (sealed: string, about: string): Promise<string | undefined> => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= ivBytes + tagBytes) return undefined
  return withKeys(codesKey, (key) => open(bytes, about, key))
}

const hashWith = (code: string, about: string, key: Buffer): Buffer =>
  createHmac('sha256', derived(key, 'hash')).update(`${about}:${code}`).digest()

/** A keyed hash: a code of six digits would be found from a plain one in no time. */
export const hashCode = async (code: string, about: string): Promise<Buffer> =>
  hashWith(code, about, await currentKey(codesKey))

/** Whether the code has this hash, in constant time. */
export const isCode = async (code: string, about: string, hash: Buffer): Promise<boolean> =>
  (await withKeys(codesKey, (key) => timingSafeEqual(hashWith(code, about, key), hash) || undefined)) === true
