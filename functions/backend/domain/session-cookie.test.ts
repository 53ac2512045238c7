import { describe, expect, it } from 'vitest'
import { clearedCookie, readCookie, writeCookie } from './session-cookie.ts'

describe("the session's cookie", () => {
  it.each([
    ['korob_session=abc', 'abc'],
    ['a=1; korob_session=abc; b=2', 'abc'],
    ['xkorob_session=abc', undefined],
    ['korob_session=', ''],
    ['', undefined],
    [undefined, undefined],
  ])('is found in %j', (header, value) => expect(readCookie(header)).toBe(value))

  it('is hidden from scripts, other sites and other paths, and from plain connections where there are others', () => {
    expect(writeCookie('abc', 60, 'https://shop.example')).toBe(
      'korob_session=abc; Path=/api/session; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    )
    expect(clearedCookie('http://localhost:3000')).toBe(
      'korob_session=; Path=/api/session; Max-Age=0; HttpOnly; SameSite=Strict',
    )
  })
})
