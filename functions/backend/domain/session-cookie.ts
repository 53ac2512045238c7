export const cookieName = 'korob_session'

/** Only the endpoints of the session get to see it: https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
const path = '/api/session'

/** The value of our cookie in a Cookie header. */
export const readCookie = (header: string | undefined): string | undefined =>
  header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1)

/**
 * A Set-Cookie header. Scripts can't read it and other sites can't send it.
 * @param shopUrl browsers keep no Secure cookie of a plain address, which only a shop on one machine has
 */
export const writeCookie = (value: string, maxAgeSeconds: number, shopUrl: string): string =>
  [
    `${cookieName}=${value}`,
    `Path=${path}`,
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(shopUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')

export const clearedCookie = (shopUrl: string): string => writeCookie('', 0, shopUrl)
