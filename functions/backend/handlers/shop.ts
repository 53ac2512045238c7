import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { askCode } from '../actions/ask-code.ts'
import { deleteProfile } from '../actions/delete-profile.ts'
import { changeMessages, readMessages } from '../actions/messages-of-profile.ts'
import { askOrderLink } from '../actions/order-links.ts'
import { placeOrder } from '../actions/place-order.ts'
import { accountIdOf } from '../actions/present-account.ts'
import { changeProfile, exportProfile, readProfile } from '../actions/profile.ts'
import { quote } from '../actions/quote.ts'
import { refreshSession, signOut, signOutEverywhere } from '../actions/refresh-session.ts'
import { saveCart, showCart } from '../actions/saved-cart.ts'
import { signIn } from '../actions/sign-in.ts'
import { ordersOfAccounts } from '../calls/orders-of-accounts.ts'
import { runtime } from '../calls/runtime.ts'
import { textsOfPhones } from '../calls/texts-of-phones.ts'
import { shopRoutes } from '../shop-routes.ts'

export const handler = http(shopRoutes, 'shop', {
  quote: ({ body }) => quote(body),
  readCart: ({ actor }) => showCart(actor),
  saveCart: ({ actor, body, headers }) =>
    saveCart(actor, body, headers['if-match'] === undefined ? undefined : revisionOf(headers)),
  placeOrder: ({ headers, body, ...request }) =>
    placeOrder(runtime, body, { ...request, key: headers['idempotency-key'] }),
  askCode: async ({ body, language, clientAddress }) => askCode(body, language, await clientAddress()),
  signIn: async ({ body, clientAddress }) => signIn(ordersOfAccounts, body, await clientAddress()),
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
