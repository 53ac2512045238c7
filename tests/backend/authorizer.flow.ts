import { signAccessToken } from '@korob/platform/tokens'
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler } from '../../functions/backend/handlers/authorizer.ts'
import { pointAtSecrets } from '../support/signing-keys.ts'

let stopSecrets: () => Promise<void>

beforeAll(async () => {
  stopSecrets = await pointAtSecrets()
})
afterAll(() => stopSecrets())

const authorize = (headers: Record<string, string> | null) =>
  handler({
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:us-east-1:000000000000:api/local/GET/api/courier/route',
    headers,
  } as unknown as APIGatewayRequestAuthorizerEvent)

describe('the authorizer', () => {
  it.each(['authorization', 'Authorization'])('lets the bearer of a good token in, by the header %s', async (name) => {
    const token = await signAccessToken({ role: 'courier', id: 'c-1' })
    expect(await authorize({ [name]: `Bearer ${token}` })).toMatchObject({
      principalId: 'c-1',
      context: { role: 'courier', id: 'c-1' },
    })
  })

  it('answers 401 without a token, with another scheme, and with a forged, cut or expired one', async () => {
    const token = await signAccessToken({ role: 'operator', id: 'o-1' })
    const expired = await signAccessToken({ role: 'operator', id: 'o-1' }, -1)
    const [head = '', , mac = ''] = token.split('.')
    const claims = Buffer.from('{"sub":"o-2","role":"operator","iss":"korob","exp":9999999999}').toString('base64url')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
    const refused: (Record<string, string> | null)[] = [
      null,
      {},
      { authorization: '' },
      { authorization: token },
      { authorization: `Basic ${token}` },
      { authorization: `Bearer ${token.slice(0, -2)}` },
      { authorization: `Bearer ${head}.${claims}.${mac}` },
      { authorization: `Bearer ${unsigned}` },
      { authorization: `Bearer ${expired}` },
    ]
    for (const headers of refused) await expect(authorize(headers)).rejects.toThrow(/^Unauthorized$/)
  })
})
