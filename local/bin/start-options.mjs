// Plain, since it is to be told before anything is installed.

/** Every port of the shop: its default, its flag and environment variable, and what listens there. */
export const ports = {
  web: { default: 3000, setting: 'KOROB_PORT', flag: 'port', use: 'the shop' },
  api: { default: 3001, setting: 'KOROB_API_PORT', flag: 'api-port', use: 'the local runner' },
  sms: { default: 3002, setting: 'KOROB_SMS_PORT', flag: 'sms-port', use: 'the SMS gateway simulator' },
  postgres: { default: 35432, setting: 'KOROB_POSTGRES_PORT', flag: 'postgres-port', use: 'PostgreSQL' },
  rabbitMq: { default: 35672, setting: 'KOROB_RABBITMQ_PORT', flag: 'rabbitmq-port', use: 'RabbitMQ' },
  rabbitMqConsole: {
    default: 35673,
    setting: 'KOROB_RABBITMQ_CONSOLE_PORT',
    flag: 'rabbitmq-console-port',
    use: "RabbitMQ's console",
  },
  openSearch: { default: 39200, setting: 'KOROB_OPENSEARCH_PORT', flag: 'opensearch-port', use: 'OpenSearch' },
  aws: { default: 34566, setting: 'KOROB_AWS_PORT', flag: 'aws-port', use: 'the SQS, SNS and S3 emulator' },
}

/** What `npm start -- --help` says. */
export const usage = `npm start [-- options]

${Object.values(ports)
  .map(({ flag, setting, use, default: usual }) => `  --${`${flag} N`.padEnd(26)} ${use}: ${usual} (${setting})`)
  .join('\n')}

  KOROB_DATA_DIR                where the data are kept: .local
  DATABASE_URL, RABBITMQ_URL, OPENSEARCH_URL, AWS_ENDPOINT_URL, SMS_GATEWAY_URL
                                servers to use instead of ours; see README.md
`
