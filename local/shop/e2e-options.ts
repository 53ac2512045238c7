import { parseArgs } from 'node:util'
import { emulatorVariables } from '../deployed/place.ts'
import { EngineError } from '../engines/error.ts'
import type { RunningShop } from './running-shop.ts'

const usage = `npm run test:e2e [-- test file …]
npm run test:e2e -- --url URL --sms-url URL (--token-secret NAME | --courier-token TOKEN …) [options] [test file …]

  Without --url: the shop that npm start runs here (KOROB_DATA_DIR as for npm start).

    --url URL              where shoppers find the page; the API is below its /api
    --api-url URL          the API's own address with its stage, where no edge stands before it
    --sms-url URL          the SMS gateway: the simulator, or with a login whatever speaks Twilio's Messages API
    --sms-account NAME     its login (SMS_GATEWAY_ACCOUNT)
    --sms-token TOKEN      the same (SMS_GATEWAY_TOKEN)
    --token-secret NAME    the secret with the key of access tokens (the stack's output TokenSecretArn), read with the
                           credentials of the environment, or at --endpoint; couriers are the demo fleet
    --courier-token TOKEN  an access token of every courier who may get an order
    --endpoint URL         the emulator, or the local runner, that keeps the secret

  The tests place orders, and have couriers bring them with whatever else is on their way: give them a stage for tests.`

export type EndToEnd = { readonly env: Readonly<Record<string, string>>; readonly filters: readonly string[] }

/** What the tests are told, from flags and then environment variables. @throws EngineError on what is missing or odd */
export function readEndToEnd(args: readonly string[], env: NodeJS.ProcessEnv, here?: RunningShop): EndToEnd {
  const { values: flags, positionals } = parse(args)
  const values = flags.url || !here ? flags : { ...flagsOf(here), ...flags }
  if (!values.url) throw wrong('No shop runs here (npm start), and --url is missing.')
  const url = address(values.url, '--url')
  const smsUrl = address(values['sms-url'], '--sms-url')
  const couriers = values['courier-token'] ?? []
  const secret = values['token-secret']
  if (couriers.length === 0 && !secret) throw wrong('Neither --token-secret nor --courier-token is given.')
  const account = values['sms-account'] ?? env.SMS_GATEWAY_ACCOUNT
  const token = values['sms-token'] ?? env.SMS_GATEWAY_TOKEN
  if (!account !== !token) throw wrong('Of --sms-account and --sms-token one is missing.')
  const { endpoint } = values
  return {
    filters: positionals,
    env: {
      E2E_URL: url,
      E2E_API_URL: values['api-url'] ? address(values['api-url'], '--api-url') : url,
      E2E_SMS_URL: smsUrl,
      ...(account && token && { E2E_SMS_ACCOUNT: account, E2E_SMS_TOKEN: token }),
      ...(secret && { E2E_TOKEN_SECRET: secret }),
      ...(couriers.length > 0 && { E2E_COURIER_TOKENS: couriers.join(',') }),
      ...(endpoint && emulatorVariables(address(endpoint, '--endpoint'))),
    },
  }
}

const flagsOf = ({ url, sms, tokenSecret, runner }: RunningShop) => ({
  url,
  ...(sms && { 'sms-url': sms }),
  'token-secret': tokenSecret,
  endpoint: runner,
})

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: text,
        'api-url': text,
        'sms-url': text,
        'sms-account': text,
        'sms-token': text,
        'token-secret': text,
        'courier-token': { type: 'string', multiple: true },
        endpoint: text,
      },
    })
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

function address(value: string | undefined, flag: string): string {
  if (!value) throw wrong(`${flag} is missing.`)
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) throw wrong(`${flag}: ${value} is no address.`)
  return value.replace(/\/$/, '')
}

const wrong = (message: string): EngineError => new EngineError(message, usage)
