import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const idBytes = 16
const macBytes = 16

const mac = (id: Buffer, phone: string, key: Buffer): Buffer =>
  createHmac('sha256', key).update('korob.device').update(id).update(phone).digest().subarray(0, macBytes)

/**
 * What a device that has signed in keeps: it tells that somebody proved there to have this phone, and nothing else. It lets
 * nobody in; codes that are asked for with it have an allowance of their own. 32 bytes, base64url.
 */
export const writeDeviceToken = (phone: string, key: Buffer, id = randomBytes(idBytes)): string =>
  Buffer.concat([id, mac(id, phone, key)]).toString('base64url')

/** A name for the device; undefined if it has proven another phone, or none. */
export const deviceOf = (token: string, phone: string, key: Buffer): string | undefined => {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + macBytes) return undefined
  const id = bytes.subarray(0, idBytes)
  return timingSafeEqual(bytes.subarray(idBytes), mac(id, phone, key)) ? id.toString('base64url') : undefined
}
