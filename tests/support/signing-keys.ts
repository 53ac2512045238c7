import { startSecretsManager } from './secrets-manager.ts'

/** Keys for tracking links and access tokens, and the settings that lead to them. */
export const pointAtSecrets = async (): Promise<() => Promise<void>> => {
  const secrets = await startSecretsManager({
    tracking: JSON.stringify({ key: 'a tracking key for tests, 32 bytes long' }),
    codes: JSON.stringify({ key: 'a key for sign-in codes, 32 bytes long' }),
    token: JSON.stringify({ key: 'a token key for tests, at least 32 bytes' }),
  })
  Object.assign(process.env, {
    TRACKING_SECRET_ARN: 'tracking',
    TOKEN_SECRET_ARN: 'token',
    CODES_SECRET_ARN: 'codes',
    PUBLIC_URL: 'https://shop.example',
  })
  return secrets.stop
}
