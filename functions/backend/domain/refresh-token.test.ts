import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashOfSecret, nextSecret, readRefreshToken, writeRefreshToken } from './refresh-token.ts'

describe('a refresh token', () => {
  it('is read as it was written', () => {
    const token = { sessionId: randomUUID(), secret: randomBytes(32) }
    expect(readRefreshToken(writeRefreshToken(token))).toEqual(token)
  })

  it.each(['', 'x', 'a'.repeat(63), 'a'.repeat(65), `${'a'.repeat(63)}=`, '\0'.repeat(64)])('is not %j', (text) =>
    expect(readRefreshToken(text)).toBeUndefined(),
  )

  it('is followed by the same one whenever that is asked, and by another under another nonce', () => {
    const secret = randomBytes(32)
    const nonce = randomBytes(32)
    expect(nextSecret(secret, nonce)).toEqual(nextSecret(secret, nonce))
    expect(nextSecret(secret, nonce)).not.toEqual(nextSecret(secret, randomBytes(32)))
    expect(hashOfSecret(nextSecret(secret, nonce))).not.toEqual(hashOfSecret(secret))
  })
})
