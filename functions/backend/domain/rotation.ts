import { timingSafeEqual } from 'node:crypto'
import { hashOfSecret, nextSecret } from './refresh-token.ts'

/** What is kept of a session's refresh tokens: hashes of the newest and of the one before, and what makes the one of the other. */
export interface Tokens {
  tokenHash: Buffer
  previousHash: Buffer | null
  nonce: Buffer | null
}

export type Rotation =
  /** Another token follows: `tokens` are to be kept. */
  | { kind: 'next'; secret: Buffer; tokens: Tokens }
  /** The same that followed before. */
  | { kind: 'again'; secret: Buffer }
  | { kind: 'reused' }

/** Two tabs at once, or an answer that was lost and asked for again at once: all get the same. */
export const graceSeconds = 15

/**
 * What a refresh token gets. While the one that followed it was never used, its answer may have been lost: it gets another,
 * and the lost one counts no more. Once that one was used, whoever comes with the one before, or with one that was replaced,
 * has a copy: a token has two holders then, and which of them is the owner nobody can tell.
 * https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 * @param nonce 32 fresh random bytes
 */
export const rotate = (
  { tokenHash, previousHash, nonce: lastNonce }: Tokens,
  secondsSinceRotation: number,
  secret: Buffer,
  nonce: Buffer,
): Rotation => {
  const hash = hashOfSecret(secret)
  const isPrevious = previousHash !== null && timingSafeEqual(hash, previousHash)
  if (!isPrevious && !timingSafeEqual(hash, tokenHash)) return { kind: 'reused' }
  if (isPrevious && lastNonce && secondsSinceRotation <= graceSeconds)
    return { kind: 'again', secret: nextSecret(secret, lastNonce) }
  const next = nextSecret(secret, nonce)
  return { kind: 'next', secret: next, tokens: { tokenHash: hashOfSecret(next), previousHash: hash, nonce } }
}
