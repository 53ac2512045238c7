import { createHash, createHmac } from 'node:crypto'

/** What a refresh token says: which session, and the secret that proves it. */
export interface RefreshToken {
  sessionId: string
  secret: Buffer
}

const idBytes = 16
const secretBytes = 32

/** 48 bytes, base64url. */
export const writeRefreshToken = ({ sessionId, secret }: RefreshToken): string =>
  Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), secret]).toString('base64url')

/** Undefined for what is none. */
export const readRefreshToken = (text: string): RefreshToken | undefined => {
  if (!/^[\w-]{64}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== idBytes + secretBytes) return undefined
  const id = bytes.subarray(0, idBytes).toString('hex')
  return {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    secret: bytes.subarray(idBytes),
  }
}

export const hashOfSecret = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest()

/**
 * The secret that follows. It is made of the one before, so that who has that one and asks again, since the answer was
 * lost or another tab was quicker, gets the same; what we keep, the nonce, makes none without it.
 */
export const nextSecret = (secret: Buffer, nonce: Buffer): Buffer => createHmac('sha256', secret).update(nonce).digest()
