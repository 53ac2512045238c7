import { stackParameters } from '../shop/parameters.ts'
import type { Settings } from './settings.ts'

/** As the compose file has it: Twilio's form, AC and 32 hexadecimal digits. */
export const smsAccount = `AC${'0'.repeat(32)}`

/** Where this machine finds what the compose file publishes. */
export function addresses({ ports, passwords }: Settings) {
  return {
    shop: `http://localhost:${ports.shop}`,
    sms: `http://127.0.0.1:${ports.sms}`,
    rabbitMqConsole: `http://127.0.0.1:${ports.rabbitMqConsole}`,
    localStack: `http://127.0.0.1:${ports.localStack}`,
    database: `postgres://postgres:${passwords.postgres}@127.0.0.1:${ports.postgres}/korob`,
  }
}

/** The stack's parameters: what functions find by the names of the compose file's services, and the address that people use. */
export function parameters(settings: Settings): Record<string, string> {
  const { ports, passwords } = settings
  return stackParameters(
    {
      postgres: { host: 'postgres', port: 5432, adminUser: 'postgres', adminPassword: passwords.postgres },
      rabbitMq: { host: 'rabbitmq', port: 5672, user: 'korob', password: passwords.rabbitMq },
      openSearch: { url: 'http://opensearch:9200' },
    },
    { url: `http://sms:${ports.sms}`, account: smsAccount, token: passwords.sms },
    { database: 'korob', vhost: 'korob', indexPrefix: 'korob-', publicUrl: addresses(settings).shop },
  )
}
