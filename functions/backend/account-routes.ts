import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import * as examples from './account-examples.ts'
import * as views from './account-views.ts'

const cookie = z.object({ cookie: z.string().max(8192).optional() })

const setCookie = {
  'set-cookie': {
    description: 'The refresh token: HttpOnly, SameSite=Strict, for this path only',
    schema: z.string(),
  },
} as const

/** Of both ways to sign in. */
const signedIn = {
  answers: {
    201: { description: 'A session', schema: views.newSessionAnswer, example: examples.newSession, headers: setCookie },
  },
  errors: ['wrong_code', 'too_many_requests'],
} as const

export const accountRoutes = defineRoutes({
  askCode: {
    method: 'POST',
    path: '/api/sign-ins',
    access: 'public',
    audience: 'account',
    operationId: 'requestCode',
    summary: 'Ask for a code',
    description:
      'Sends a code of six digits by SMS. Every number is answered alike: who proves to have it has an account from then on.',
    body: views.codeRequest,
    examples: {
      'to a phone': { body: examples.askForCode },
      'on a device that has signed in, again': { body: examples.askForCodeAgain },
    },
    answers: { 202: { description: 'It is on its way', schema: views.codeAnswer, example: examples.codeSent } },
    errors: ['too_many_requests'],
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    access: 'public',
    audience: 'account',
    operationId: 'signIn',
    summary: 'Sign in',
    description:
      'With the code of a text: five tries, within ten minutes, once. Too many tries, a code that has ended, and one that never was are told like a wrong one. An account that nobody used for half a year begins anew, except on a device that signed in before: the number may be another’s.',
    body: views.signInBody,
    examples: {
      'with a code': { body: examples.signIn },
      'on a device that has signed in before': { body: examples.signInAgain },
    },
    ...signedIn,
  },
  signInWithSpare: {
    method: 'POST',
    path: '/api/session/spare-code',
    access: 'public',
    audience: 'account',
    operationId: 'signInWithSpareCode',
    summary: 'Sign in where no code may be sent',
    description:
      'When requestCode answers too_many_requests, the last text to the number, whoever asked for it, has a spare code: it works on any device, once, for some hours. A wrong one is told like one that never was.',
    body: views.spareSignInBody,
    examples: { 'with a spare code': { body: examples.signInWithSpare } },
    ...signedIn,
  },
  refreshSession: {
    method: 'POST',
    path: '/api/session/refresh',
    access: 'public',
    audience: 'account',
    operationId: 'refreshSession',
    summary: 'Get another access token',
    description:
      'The cookie changes each time. One that comes again, since its answer was lost, gets another, within 15 seconds the same. It ends the session once the one that followed was used, as does one that was replaced.',
    headers: cookie,
    body: views.refreshBody,
    examples: { 'of a shopper': { body: {} }, 'of a courier': { body: { role: 'courier' } } },
    answers: {
      200: { description: 'The session', schema: views.sessionAnswer, example: examples.session, headers: setCookie },
    },
    errors: ['unauthorized', 'too_many_requests'],
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    access: 'public',
    audience: 'account',
    operationId: 'signOut',
    summary: 'Sign out',
    description: 'Ends the session of the cookie. Access tokens live until their end, a quarter of an hour at most.',
    headers: cookie,
    examples: { 'this browser': {} },
    answers: { 204: { description: 'Nobody is signed in here', headers: setCookie } },
  },
  signOutEverywhere: {
    method: 'DELETE',
    path: '/api/sessions',
    access: 'shopper',
    audience: 'account',
    operationId: 'signOutEverywhere',
    summary: 'Sign out everywhere',
    description: 'Ends every session of the account, this one too.',
    examples: { 'all sessions': {} },
    answers: { 204: { description: 'No session is left', headers: setCookie } },
  },
  readProfile: {
    method: 'GET',
    path: '/api/profile',
    access: 'shopper',
    audience: 'account',
    operationId: 'readProfile',
    summary: 'Read my profile',
    answers: { 200: { description: 'The profile', schema: views.profileAnswer, example: examples.profile } },
  },
  changeProfile: {
    method: 'PATCH',
    path: '/api/profile',
    access: 'shopper',
    audience: 'account',
    operationId: 'changeProfile',
    summary: 'Change my profile',
    description: 'What is left out stays as it is.',
    body: views.profileChange,
    examples: { 'all of it': { body: examples.profileChange }, 'the name': { body: { name: 'Анна' } } },
    answers: { 200: { description: 'The profile', schema: views.profileAnswer, example: examples.profile } },
  },
  readMessages: {
    method: 'GET',
    path: '/api/profile/messages',
    access: 'shopper',
    audience: 'account',
    operationId: 'readMessageSettings',
    summary: 'Read whether I get texts about orders',
    description: 'What holds now for the number, whether it was said here or by a text from the phone.',
    answers: {
      200: { description: 'The settings', schema: views.messagesAnswer, example: examples.messages },
    },
    errors: ['unavailable'],
  },
  changeMessages: {
    method: 'PUT',
    path: '/api/profile/messages',
    access: 'shopper',
    audience: 'account',
    operationId: 'changeMessageSettings',
    summary: 'Have texts about orders, or none',
    description:
      'In force from the next text on once it is answered; after a 503 nothing is promised, and it may be sent again. The last wish counts, said here or by a text from the phone: where a later one is known, the answer tells it.',
    body: views.messagesChange,
    examples: { none: { body: { orders: false } }, again: { body: { orders: true } } },
    answers: {
      200: { description: 'What holds now', schema: views.messagesAnswer, example: examples.stoppedMessages },
    },
    errors: ['stopped_by_phone', 'unavailable'],
  },
  deleteProfile: {
    method: 'DELETE',
    path: '/api/profile',
    access: 'shopper',
    audience: 'account',
    operationId: 'deleteProfile',
    summary: 'Delete my account',
    description:
      'Profile and sessions are gone at once, names and addresses of orders, deliveries and texts soon after, and links to orders end. Not while an order is under way or money is owed for a cancelled one, nor for who works for the shop. After a 5xx it goes on by itself.',
    examples: { 'for good': {} },
    answers: { 204: { description: 'There is no account any more', headers: setCookie } },
    errors: ['open_orders', 'staff_conflict', 'unavailable'],
    errorDetails: {
      open_orders: {
        schema: z.object({
          orders: z.array(z.string()).describe('Numbers of orders that are not over'),
          toRefund: z
            .array(z.string())
            .optional()
            .describe('Which of them are cancelled, and paid: the money is given back first'),
        }),
        example: examples.openOrders,
      },
    },
  },
  exportProfile: {
    method: 'GET',
    path: '/api/profile/export',
    access: 'shopper',
    audience: 'account',
    operationId: 'exportPersonalData',
    summary: 'Export my data',
    description: 'All that the shop keeps of the account.',
    answers: { 200: { description: 'The data', schema: views.exportAnswer, example: examples.personalData } },
    errors: ['unavailable'],
  },
  askOrderLink: {
    method: 'POST',
    path: '/api/order-links',
    access: 'public',
    audience: 'account',
    operationId: 'requestOrderLink',
    summary: 'Find an order by its number and phone',
    description:
      'For who has lost the link. A wrong number and a wrong phone are told alike, and wrong tries are limited by phone. Whoever is told too_many_requests sees their orders by signing in with a code, which these limits are not about.',
    body: views.linkRequest,
    examples: { 'by number and phone': { body: examples.askForLink } },
    answers: { 200: { description: 'A link to the order', schema: views.linkAnswer, example: examples.link } },
    errors: ['not_found', 'too_many_requests', 'unavailable'],
  },
})
