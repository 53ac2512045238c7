import type { z } from '@korob/platform/schema'
import type * as views from './account-views.ts'
import { placedOrder, savedCart } from './examples.ts'

const accountId = '0199d3c5-a1b2-7c3d-8e4f-5a6b7c8d9e01'
const phone = '+79161234567'
const address = { city: 'Заречье', street: 'Заводская улица', house: '7', apartment: '12' }
export const courierId = '01900000-0000-7000-8000-000000000001'
export const memberId = '0199d3c5-b2c3-7d4e-9f50-6b7c8d9e0f12'

export const askForCode: z.input<typeof views.codeRequest> = { phone: '8 916 123-45-67', language: 'ru' }
export const codeSent: z.output<typeof views.codeAnswer> = {
  signInId: '5b8f0a4e-7d1c-4a9b-b6f3-0c2d9e8a7f61',
  expiresAt: '2026-11-22T09:25:00.000Z',
}
const deviceToken = 'oWJzq0Tt2nYV6cKd8uLrPwXe5fGh1iMb3sAaCvBzQkE'
export const askForCodeAgain: z.input<typeof views.codeRequest> = {
  ...askForCode,
  deviceToken,
  signInId: codeSent.signInId,
}
export const signIn: z.input<typeof views.signInBody> = { signInId: codeSent.signInId, code: '042042' }
export const signInAgain: z.input<typeof views.signInBody> = { ...signIn, deviceToken }
export const signInWithSpare: z.input<typeof views.spareSignInBody> = {
  phone: '8 916 123-45-67',
  spareCode: '7KQ2-MX4T-9RWZ',
}
export const session: z.output<typeof views.sessionAnswer> = {
  accessToken: 'eyJhbGciOiJIUzI1NiIsImtpZCI6IngifQ.eyJyb2xlIjoic2hvcHBlciJ9.c2lnbmF0dXJl',
  expiresAt: '2026-11-22T09:30:00.000Z',
  role: 'shopper',
  roles: ['shopper'],
}
export const newSession: z.output<typeof views.newSessionAnswer> = { ...session, deviceToken }
export const profile: z.output<typeof views.profileAnswer> = {
  accountId,
  phone,
  name: 'Анна',
  language: 'ru',
  addresses: [{ label: 'Дом', address }],
  roles: ['shopper'],
  createdAt: '2026-11-22T09:15:30.000Z',
}
export const profileChange: z.input<typeof views.profileChange> = {
  name: 'Анна',
  language: 'ru',
  addresses: [{ label: 'Дом', address }],
}
export const messages: z.output<typeof views.messagesAnswer> = {
  phone,
  orders: true,
  stoppedAt: null,
  stoppedBy: null,
  resumeBy: null,
  blockedByShop: false,
}
export const stoppedMessages: z.output<typeof views.messagesAnswer> = {
  ...messages,
  orders: false,
  stoppedAt: '2026-11-22T10:00:00.000Z',
  stoppedBy: 'profile',
  resumeBy: 'profile',
}
export const personalData: z.output<typeof views.exportAnswer> = {
  exportedAt: '2026-11-22T10:00:00.000Z',
  profile,
  messages,
  sessions: [{ signedInAt: '2026-11-22T09:15:30.000Z', lastUsedAt: '2026-11-22T09:45:00.000Z', endedAt: null }],
  cart: savedCart,
  orders: [{ orderId: placedOrder.orderId, number: placedOrder.number, status: 'scheduled' }],
}
export const courier: z.output<typeof views.member> = {
  memberId,
  role: 'courier',
  phone: '+79160000001',
  name: 'Илья',
  courierId,
  invitedAt: '2026-11-20T08:00:00.000Z',
  state: 'active',
}
export const inviteCourier: z.input<typeof views.invitation> = {
  role: 'courier',
  phone: '+79160000001',
  name: 'Илья',
  courierId,
}
export const inviteOperator: z.input<typeof views.invitation> = {
  role: 'operator',
  phone: '+79160000002',
  name: 'Вера',
}
export const askForLink: z.input<typeof views.linkRequest> = { number: placedOrder.number, phone }
export const link: z.output<typeof views.linkAnswer> = {
  orderId: placedOrder.orderId,
  number: placedOrder.number,
  trackingToken: placedOrder.trackingToken,
  trackingUrl: placedOrder.trackingUrl,
}
export const revoked: z.output<typeof views.revocation> = { revokedAt: '2026-11-22T10:00:00.000Z' }
export const openOrders = { orders: ['10001-4'] }
