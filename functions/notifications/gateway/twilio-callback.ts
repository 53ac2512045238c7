import { setting } from '@korob/platform/config'
import { forgetOldSecret } from '@korob/platform/secrets'
import { gatewayCredentials } from './twilio.ts'
import { isSignedByTwilio } from './twilio-signature.ts'

/**
 * Whether Twilio sent this form to this URL. What doesn't fit a token that was read a while ago is tried with the newest: one that
 * was rotated a moment ago signs already.
 */
export const isFromTwilio = async (
  url: string,
  form: Readonly<Record<string, string>>,
  signature: string | undefined,
): Promise<boolean> => {
  const fits = async () => isSignedByTwilio((await gatewayCredentials()).token, url, form, signature ?? '')
  return (await fits()) || (forgetOldSecret(setting('SMS_GATEWAY_SECRET_ARN')) && (await fits()))
}
