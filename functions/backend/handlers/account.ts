import { http } from '@korob/platform/http'
import { accountRoutes } from '../account-routes.ts'
import { askCode } from '../actions/ask-code.ts'
import { deleteProfile } from '../actions/delete-profile.ts'
import { changeMessages, readMessages } from '../actions/messages-of-profile.ts'
import { askOrderLink } from '../actions/order-links.ts'
import { accountIdOf } from '../actions/present-account.ts'
import { changeProfile, exportProfile, readProfile } from '../actions/profile.ts'
import { refreshSession, signOut, signOutEverywhere } from '../actions/refresh-session.ts'
import { signIn } from '../actions/sign-in.ts'
import { signInWithSpare } from '../actions/sign-in-with-spare.ts'
import { ordersOfAccounts } from '../calls/orders-of-accounts.ts'
import { textsOfPhones } from '../calls/texts-of-phones.ts'

export const handler = http(accountRoutes, 'account', {
  askCode: async ({ body, language, clientAddress }) => askCode(body, language, await clientAddress()),
  signIn: async ({ body, clientAddress }) => signIn(ordersOfAccounts, body, await clientAddress()),
  signInWithSpare: async ({ body, clientAddress }) => signInWithSpare(ordersOfAccounts, body, await clientAddress()),
  refreshSession: async ({ headers, body, clientAddress }) =>
    refreshSession(headers.cookie, body.role, await clientAddress()),
  signOut: ({ headers }) => signOut(headers.cookie),
  signOutEverywhere: ({ actor }) => signOutEverywhere(accountIdOf(actor)),
  readProfile: ({ actor }) => readProfile(actor),
  changeProfile: ({ actor, body }) => changeProfile(actor, body),
  readMessages: ({ actor }) => readMessages(textsOfPhones, actor),
  changeMessages: ({ actor, body }) => changeMessages(textsOfPhones, actor, body),
  deleteProfile: ({ actor }) => deleteProfile(ordersOfAccounts, actor),
  exportProfile: ({ actor }) => exportProfile(ordersOfAccounts, textsOfPhones, actor),
  askOrderLink: async ({ body, clientAddress }) => askOrderLink(ordersOfAccounts, body, await clientAddress()),
})
