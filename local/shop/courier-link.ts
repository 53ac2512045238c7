import { signAccessToken } from '@korob/platform/tokens'

/** The first courier of the demo fleet. */
const demoCourier = '01900000-0000-7000-8000-000000000001'
const linkLastsSeconds = 12 * 3600

/** A link that opens the courier's page, signed in for half a day: couriers have no sign-in yet, and a laptop needs none. */
export async function courierLink(
  shopUrl: string,
  { endpoint, outputs }: { readonly endpoint: string; readonly outputs: Readonly<Record<string, string>> },
): Promise<string> {
  // What a function would find in its environment.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TOKEN_SECRET_ARN: outputs.TokenSecretArn,
  })
  return `${shopUrl}/courier#token=${await signAccessToken({ role: 'courier', id: demoCourier }, linkLastsSeconds)}`
}
