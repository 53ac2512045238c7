import { address } from '@korob/platform/address'
import { instant, language, line, uuid, z } from '@korob/platform/schema'
import { roles } from '@korob/platform/tokens'
import { orderTexts } from '../notifications/contract.ts'
import { cartAnswer, phone } from './contract.ts'

const role = z.enum(roles).meta({ id: 'Role' })

const deviceToken = z.string().regex(/^[\w-]{43}$/, 'must be a device token')

export const codeRequest = z
  .object({
    phone,
    language: language
      .optional()
      .describe('Of the text; if absent that of the profile that has the phone, or by Accept-Language'),
    deviceToken: deviceToken.optional().describe('Of the last sign-in here: it has codes that strangers can’t use up'),
    signInId: uuid
      .optional()
      .describe('Of the answer before: answered again, while its code lives, where no other may be sent'),
  })
  .meta({ id: 'CodeRequest' })

export const codeAnswer = z
  .object({
    signInId: uuid.describe('For signIn, with the code'),
    expiresAt: instant.describe('When the code is of no use any more'),
  })
  .meta({ id: 'CodeSent' })

const wantedRole = role
  .optional()
  .describe('Of the access token: shopper, unless the account has the wanted one. Look at `role` of the answer')

export const signInBody = z
  .object({
    signInId: uuid,
    code: z.string().regex(/^\d{6}$/, 'must be six digits'),
    role: wantedRole,
    deviceToken: deviceToken
      .optional()
      .describe('Of the last sign-in here: leads back to an account that was not used for half a year'),
  })
  .meta({ id: 'SignIn' })

export const spareSignInBody = z
  .object({
    phone,
    spareCode: line(40, 12).describe('Of a text; small letters, spaces and hyphens as one likes'),
    role: wantedRole,
    deviceToken: deviceToken.optional().describe('As for signIn'),
  })
  .meta({ id: 'SpareSignIn' })

export const refreshBody = z.object({ role: wantedRole }).meta({ id: 'Refresh' })

export const sessionAnswer = z
  .object({
    accessToken: z.string().describe('For Authorization: Bearer'),
    expiresAt: instant.describe('Of the access token'),
    role: role.describe('Of the access token'),
    roles: z.array(role).describe('Every role that the account has'),
  })
  .meta({ id: 'Session' })
export type SessionAnswer = z.infer<typeof sessionAnswer>

export const newSessionAnswer = sessionAnswer
  .extend({
    deviceToken: deviceToken.describe('To be kept, also when signed out, for the next sign-in here'),
  })
  .meta({ id: 'NewSession' })
export type NewSessionAnswer = z.infer<typeof newSessionAnswer>

const savedAddress = z
  .object({ label: line(40).optional(), address })
  .meta({ id: 'SavedAddress', description: 'An address that checkout offers' })

export const profileAnswer = z
  .object({
    accountId: uuid,
    phone: z.string(),
    name: z.string().nullable(),
    language,
    addresses: z.array(savedAddress),
    roles: z.array(role),
    createdAt: instant,
  })
  .meta({ id: 'Profile' })
export type ProfileAnswer = z.infer<typeof profileAnswer>

export const profileChange = z
  .object({
    name: line(100, 0).optional().describe('Empty: none'),
    language: language.optional(),
    addresses: z.array(savedAddress).max(10).optional().describe('All of them: those left out are forgotten'),
  })
  .meta({ id: 'ProfileChange' })

export const messagesAnswer = orderTexts
  .extend({ phone: z.string().describe('The account’s: orders placed with another number are told to that one') })
  .meta({ id: 'MessageSettings' })
export type MessagesAnswer = z.infer<typeof messagesAnswer>

export const messagesChange = z
  .object({ orders: z.boolean().describe('False: no texts about orders. Sign-in codes are sent all the same') })
  .meta({ id: 'MessageSettingsChange' })

const sessionFacts = z.object({ signedInAt: instant, lastUsedAt: instant, endedAt: instant.nullable() })

export const exportAnswer = z
  .object({
    exportedAt: instant,
    profile: profileAnswer,
    messages: messagesAnswer,
    sessions: z.array(sessionFacts.meta({ id: 'SessionFacts' })),
    cart: cartAnswer.nullable().describe('Null where none was saved'),
    orders: z.array(z.looseObject({ orderId: uuid })).describe('As readOrder tells them, with the whole contact'),
  })
  .meta({ id: 'PersonalData' })

const staffRole = z.enum(['courier', 'operator']).meta({ id: 'StaffRole' })

export const member = z
  .object({
    memberId: uuid,
    role: staffRole,
    phone: z.string(),
    name: z.string(),
    courierId: uuid.optional().describe('Of a courier: whose trips they are'),
    invitedAt: instant,
    state: z
      .enum(['invited', 'active', 'lapsed'])
      .describe(
        '`active`: somebody has signed in with the phone and has the role. `lapsed`: the phone may be another’s by now, so nobody has it until it is given anew',
      ),
  })
  .meta({ id: 'Member' })
export type MemberAnswer = z.infer<typeof member>

export const endedSessions = z
  .object({ ended: z.int().min(0).describe('How many went on until now') })
  .meta({ id: 'EndedSessions' })

export const staffAnswer = z.object({ staff: z.array(member) }).meta({ id: 'Staff' })

export const invitation = z
  .discriminatedUnion('role', [
    z.object({ role: z.literal('operator'), phone, name: line(100) }).meta({ id: 'OperatorInvitation' }),
    z
      .object({ role: z.literal('courier'), phone, name: line(100), courierId: uuid.describe('Of the fleet') })
      .meta({ id: 'CourierInvitation' }),
  ])
  .meta({ id: 'Invitation' })
export type Invitation = z.output<typeof invitation>

export const linkRequest = z
  .object({ number: line(32).describe('Of the order, as people say it'), phone })
  .meta({ id: 'OrderLinkRequest' })

export const linkAnswer = z
  .object({
    orderId: uuid,
    number: z.string(),
    trackingToken: z.string().describe('For X-Order-Token and trackDelivery'),
    trackingUrl: z.url(),
  })
  .meta({ id: 'OrderLink' })

export const revocation = z.object({ revokedAt: instant }).meta({ id: 'LinksRevoked' })
