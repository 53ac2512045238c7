import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { rotatedSecret } from '@korob/platform/shared-key'

const usage = `npm run keys:rotate -- --secret ARN [--days 61]

Puts another key into a secret of the stack (outputs TokenSecretArn, TrackingSecretArn). What the keys before it signed goes on to
count for so many days: links live 60 days, access tokens a quarter of an hour, codes ten minutes.`

const day = 24 * 3600 * 1000

/** Rotates a key. @throws Error if somebody else did so at the same time: their key may be missing, so rotate again */
export const rotateKey = async (client: SecretsManagerClient, secret: string, days: number): Promise<void> => {
  const current = await client.send(new GetSecretValueCommand({ SecretId: secret }))
  const now = new Date()
  const next = rotatedSecret(
    current.SecretString ?? '',
    randomBytes(48).toString('base64url'),
    new Date(now.getTime() + days * day),
    now,
  )
  await client.send(new PutSecretValueCommand({ SecretId: secret, SecretString: next }))
  const before = await client.send(new GetSecretValueCommand({ SecretId: secret, VersionStage: 'AWSPREVIOUS' }))
  if (before.VersionId !== current.VersionId)
    throw new Error(`${secret} was rotated at the same time: put its version ${before.VersionId} back, and rotate that`)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { secret: { type: 'string' }, days: { type: 'string', default: '61' } } })
  const days = Number(values.days)
  if (values.secret === undefined || !(days > 0)) {
    console.error(usage)
    process.exitCode = 2
  } else {
    await rotateKey(new SecretsManagerClient({}), values.secret, days)
    console.log(
      `rotated; what was signed before counts for ${days} days. Functions know the new key within five minutes`,
    )
  }
}
