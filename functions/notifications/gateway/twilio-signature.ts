import { createHmac, timingSafeEqual } from 'node:crypto'

/** X-Twilio-Signature of a form post. https://www.twilio.com/docs/usage/security#validating-requests */
export const twilioSignature = (token: string, url: string, form: Readonly<Record<string, string>>): string => {
  const fields = Object.keys(form).sort()
  const signed = url + fields.map((name) => name + form[name]).join('')
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64')
}

// Twilio signs the URL with or without a standard port, depending on what made the call; its own libraries accept both.
const spellings = (url: string): string[] => {
  const { protocol, port } = new URL(url)
  if (port !== '') return [url]
  const standard = protocol === 'https:' ? '443' : '80'
  return [url, url.replace(/^(https?:\/\/[^/]+)/, `$1:${standard}`)]
}

/** Whether Twilio, or who else knows the token, sent this form to this URL. Takes the same time whatever is wrong. */
export const isSignedByTwilio = (
  token: string,
  url: string,
  form: Readonly<Record<string, string>>,
  signature: string,
): boolean => {
  const given = Buffer.from(signature)
  return spellings(url).some((spelling) => {
    const expected = Buffer.from(twilioSignature(token, spelling, form))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
}
