import { signAccessToken } from '@korob/platform/tokens'
import { type KeysOfStack, takeKeysOf } from './keys-of-stack.ts'

/** The first courier of the demo fleet. */
const demoCourier = '01900000-0000-7000-8000-000000000001'
const linkLastsSeconds = 12 * 3600

/** A link that opens the courier's page, signed in for half a day: couriers have no sign-in yet, and a laptop needs none. */
export async function courierLink(shopUrl: string, stack: KeysOfStack): Promise<string> {
  takeKeysOf(stack)
  return `${shopUrl}/courier#token=${await signAccessToken({ role: 'courier', id: demoCourier }, linkLastsSeconds)}`
}
