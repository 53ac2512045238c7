import { addresses, smsAccount } from './places.ts'
import type { Settings } from './settings.ts'

export type Deployed = {
  readonly settings: Settings
  readonly apiUrl: string
  readonly outputs: Readonly<Record<string, string>>
  readonly courier: string
}

/** What to open once the stack is deployed, and how to try it. */
export function deployedWelcome({ settings, apiUrl, outputs, courier }: Deployed): string {
  const at = addresses(settings)
  const rows = [
    ['shop', at.shop],
    ['courier', courier],
    ['SMS inbox', at.sms],
    ['RabbitMQ console', `${at.rabbitMqConsole}   login korob / ${settings.passwords.rabbitMq}`],
    ['LocalStack', at.localStack],
    ['API', apiUrl],
  ]
  const table = rows.map(([name = '', value]) => `  ${name.padEnd(18)}${value}`).join('\n')
  const flags = [
    `--url ${at.shop}`,
    `--sms-url ${at.sms} --sms-account ${smsAccount} --sms-token ${settings.passwords.sms}`,
    `--token-secret ${outputs.TokenSecretArn} --endpoint ${at.localStack}`,
  ]
  return [
    `\nKorob is deployed to LocalStack.\n\n${table}`,
    `Try it:\n  npm run test:e2e -- ${flags.join(' \\\n    ')}`,
    'Stop it: npm run localstack -- down',
  ].join('\n\n')
}
