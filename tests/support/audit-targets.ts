import type { RabbitMq } from '../../local/engines/rabbitmq/rabbitmq.ts'
import type { AuditTargets } from '../auditor/facts.ts'

export interface AuditedShop {
  databaseUrl: string
  sms: { url: string }
  rabbitMq: Pick<RabbitMq, 'urlOf' | 'consoleUrl' | 'user' | 'password'>
  vhost: string
  sqsEndpoint: string
}

/** Where the auditor finds the database, the texts and the queues of a shop. */
export const auditTargetsOf = ({ databaseUrl, sms, rabbitMq, vhost, sqsEndpoint }: AuditedShop): AuditTargets => ({
  databaseUrl,
  smsUrl: sms.url,
  rabbitMq: {
    amqpUrl: rabbitMq.urlOf(vhost),
    managementUrl: rabbitMq.consoleUrl,
    user: rabbitMq.user,
    password: rabbitMq.password,
    vhost,
  },
  sqsEndpoint,
})
