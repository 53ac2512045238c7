import { required } from '../support/required.ts'
import { ordersEndToEnd, pageEndToEnd } from './end-to-end.ts'
import { demoCouriers, type Target } from './target.ts'

// npm run test:e2e -- --url … passes these.
const { E2E_SMS_ACCOUNT = '', E2E_SMS_TOKEN, E2E_COURIER_TOKENS, E2E_TOKEN_SECRET = '' } = process.env

const target = (): Target => ({
  url: required('E2E_URL'),
  apiUrl: required('E2E_API_URL'),
  sms: {
    url: required('E2E_SMS_URL'),
    ...(E2E_SMS_TOKEN && { login: { account: E2E_SMS_ACCOUNT, token: E2E_SMS_TOKEN } }),
  },
  courierTokens: async () =>
    E2E_COURIER_TOKENS ? E2E_COURIER_TOKENS.split(',') : await demoCouriers(E2E_TOKEN_SECRET),
})

ordersEndToEnd(target)
pageEndToEnd(target)
