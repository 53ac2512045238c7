import { expect, test } from 'vitest'
import { isSignedByTwilio, twilioSignature } from './twilio-signature.ts'

// The example of https://www.twilio.com/docs/usage/security#validating-requests
const url = 'https://example.com/myapp.php?foo=1&bar=2'
const form = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675310',
  Digits: '1234',
  From: '+14158675310',
  To: '+18005551212',
}
const token = '12345'

test('signs as Twilio’s documentation does', () => {
  expect(twilioSignature(token, url, form)).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=')
})

test('accepts its own signature, whatever the order of the fields, with the standard port or without', () => {
  const turned = Object.fromEntries(Object.entries(form).reverse())
  expect(isSignedByTwilio(token, url, turned, twilioSignature(token, url, form))).toBe(true)
  const withPort = 'https://example.com:443/myapp.php?foo=1&bar=2'
  expect(isSignedByTwilio(token, url, form, twilioSignature(token, withPort, form))).toBe(true)
})

test.each([
  {
    changed: 'a field',
    as: () => isSignedByTwilio(token, url, { ...form, Digits: '1235' }, twilioSignature(token, url, form)),
  },
  {
    changed: 'a field more',
    as: () => isSignedByTwilio(token, url, { ...form, More: '' }, twilioSignature(token, url, form)),
  },
  { changed: 'the address', as: () => isSignedByTwilio(token, `${url}3`, form, twilioSignature(token, url, form)) },
  { changed: 'the token', as: () => isSignedByTwilio('12346', url, form, twilioSignature(token, url, form)) },
  { changed: 'nothing signed', as: () => isSignedByTwilio(token, url, form, '') },
])('refuses with $changed', ({ as }) => {
  expect(as()).toBe(false)
})
