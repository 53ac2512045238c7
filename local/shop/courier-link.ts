import { signAccessToken } from '@korob/platform/tokens'
import { type KeysOfStack, takeKeysOf } from './keys-of-stack.ts'

/** The first courier of the demo fleet. */
const demoCourier = '01900000-0000-7000-8000-000000000001'
const linkLastsSeconds = 12 * 3600

/** A link that opens the courier's page, signed in for half a day: on a laptop nobody has to wait for a code. */
export async function courierLink(shopUrl: string, stack: KeysOfStack): Promise<string> {
  takeKeysOf(stack)
  return `${shopUrl}/courier#token=${await signAccessToken({ role: 'courier', id: demoCourier }, linkLastsSeconds)}`
}

/** The demo's operator, whose code comes to the SMS simulator's inbox: functions/backend/actions/seed-staff.ts. */
export const operatorLink = (shopUrl: string): string =>
  `${shopUrl}/sign-in?role=operator&phone=${encodeURIComponent('+79990000000')}&next=/operator`
