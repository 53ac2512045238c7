/**
 * Where the auditor looks. It shares no code with the services: it reads their tables as the administrator, the SMS
 * gateway's inbox and the brokers' own figures, and knows the rules of the shop by itself.
 */
export interface AuditTargets {
  /** postgres://… as the administrator. */
  databaseUrl: string
  /** The SMS gateway simulator. */
  smsUrl: string
  /** RabbitMQ's management API with credentials, and the shop's virtual host. */
  rabbitMq?: { amqpUrl: string; managementUrl: string; user: string; password: string; vhost: string }
  /** The SQS endpoint; every queue there is the shop's. */
  sqsEndpoint?: string
}

/** An order that was answered with 201. */
export interface AcknowledgedOrder {
  orderId: string
  number: string
  phone: string
  totalMinor: number
  items: { productId: string; quantity: number }[]
}

/** One thing that is wrong. */
export interface Finding {
  rule: string
  about: string
  detail: string
}
