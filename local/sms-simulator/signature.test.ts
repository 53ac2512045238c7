import { expect, test } from 'vitest'
import { sign } from './signature.ts'

test('signs the example of Twilio’s security guide as Twilio does', () => {
  const parameters = new URLSearchParams({
    To: '+18005551212',
    Digits: '1234',
    CallSid: 'CA1234567890ABCDE',
    From: '+14158675309',
    Caller: '+14158675309',
  })
  expect(sign('https://mycompany.com/myapp.php?foo=1&bar=2', parameters, '12345')).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})
