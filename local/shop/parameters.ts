import type { Engines } from '../engines/engines.ts'
import type { SmsGateway } from './sms-gateway.ts'

export type Place = {
  readonly database: string
  readonly vhost: string
  readonly indexPrefix: string
  readonly publicUrl: string
}

/** What of the engines functions are told. */
export type EngineAddresses = {
  readonly postgres: Pick<Engines['postgres'], 'host' | 'port' | 'adminUser' | 'adminPassword'>
  readonly rabbitMq: Pick<Engines['rabbitMq'], 'host' | 'port' | 'user' | 'password'>
  readonly openSearch: Pick<NonNullable<Engines['openSearch']>, 'url'> | undefined
}

/** The local stack's CloudFormation parameters: where the engines of this run are. */
export function stackParameters(
  { postgres, rabbitMq, openSearch }: EngineAddresses,
  sms: Pick<SmsGateway, 'url' | 'account' | 'token'>,
  place: Place,
): Record<string, string> {
  return {
    PublicUrl: place.publicUrl,
    DatabaseHost: postgres.host,
    DatabasePort: String(postgres.port),
    DatabaseName: place.database,
    DatabaseAdminUser: postgres.adminUser,
    DatabaseAdminPassword: postgres.adminPassword,
    RabbitMqUrl: `amqp://${rabbitMq.host}:${rabbitMq.port}/${encodeURIComponent(place.vhost)}`,
    RabbitMqUser: rabbitMq.user,
    RabbitMqPassword: rabbitMq.password,
    OpenSearchUrl: openSearch?.url ?? '',
    IndexPrefix: place.indexPrefix,
    SmsGatewayUrl: sms.url,
    SmsGatewayAccount: sms.account,
    SmsGatewayToken: sms.token,
  }
}
