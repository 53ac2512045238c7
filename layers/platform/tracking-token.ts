import { createHmac, timingSafeEqual } from 'node:crypto'
import { setting } from './config.ts'
import { currentKey, withKeys } from './shared-key.ts'

// 1 version + 16 order id + 4 expiry + 12 MAC = 33 bytes = 44 characters: a link must fit a text message.
const version = 1
const macBytes = 12
const bodyBytes = 21

const trackingKey = 'TRACKING_SECRET_ARN'

const mac = (body: Buffer, secret: Buffer): Buffer =>
  createHmac('sha256', secret).update('korob.tracking').update(body).digest().subarray(0, macBytes)

const uuidBytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const uuidText = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A token that lets its bearer follow one order until `expiresAt`. HMAC-SHA-256 cut to 96 bits. */
export const signTrackingToken = async (orderId: string, expiresAt: Date): Promise<string> => {
  const body = Buffer.alloc(bodyBytes)
  body.writeUInt8(version, 0)
  uuidBytes(orderId).copy(body, 1)
  body.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000), 17)
  return Buffer.concat([body, mac(body, await currentKey(trackingKey))]).toString('base64url')
}

const isSigned = async (token: Buffer): Promise<boolean> =>
  (await withKeys(trackingKey, (key) =>
    timingSafeEqual(token.subarray(bodyBytes), mac(token.subarray(0, bodyBytes), key)) ? true : undefined,
  )) === true

/** How long a link works, milliseconds: the delivery and a month for questions after it. */
export const trackingLifetimeMs = 60 * 24 * 3600 * 1000

export interface TrackingClaim {
  orderId: string
  /** When the link was made, to the second: one made before its order's links were revoked is void. */
  issuedAt: Date
}

/** The order a token is for; undefined if it is malformed, forged or expired. Whether it was revoked, its service knows. */
export const readTrackingToken = async (token: string, now: Date): Promise<TrackingClaim | undefined> => {
  if (!/^[\w-]{44}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== bodyBytes + macBytes || bytes.readUInt8(0) !== version) return undefined
  if (!(await isSigned(bytes))) return undefined
  const expiresAtMs = bytes.readUInt32BE(17) * 1000
  if (expiresAtMs <= now.getTime()) return undefined
  return { orderId: uuidText(bytes.subarray(1, 17)), issuedAt: new Date(expiresAtMs - trackingLifetimeMs) }
}

/** When the link of a text was made, as it says itself; undefined if it is no such link. Nobody is let in by this. */
export const issuedAtOf = (url: string): Date | undefined => {
  const token = /\/t\/([\w-]{44})$/.exec(url)?.[1]
  if (token === undefined) return undefined
  const expiresAtMs = Buffer.from(token, 'base64url').readUInt32BE(17) * 1000
  return new Date(expiresAtMs - trackingLifetimeMs)
}

/** The link for a text message: the shop's address and the token. */
export const trackingUrl = (token: string): string => `${setting('PUBLIC_URL').replace(/\/$/, '')}/t/${token}`
