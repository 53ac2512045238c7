import type { EventDefinition } from '@korob/platform/events'
import type { ServiceName } from '@korob/platform/migrate'
import type { QueueName } from '@korob/platform/topology'
import { stockConfirmed, stockRejected } from '../functions/catalog/contract.ts'
import {
  orderAnonymised,
  orderCancelled,
  orderChanged,
  orderConfirmed,
  orderLinksRevoked,
  orderPaid,
  orderPlaced,
  orderReturned,
} from '../functions/orders/contract.ts'

/** What starts a function. Time limit, retries and permissions follow from it. */
export type Trigger =
  /** The service's HTTP routes of this audience. */
  | { kind: 'http' }
  | { kind: 'authorizer' }
  /** Other services, by Lambda Invoke. */
  | { kind: 'operations' }
  /** Events of another service's SNS topic, through an SQS queue of its own. */
  | { kind: 'events'; events: readonly [EventDefinition, ...EventDefinition[]] }
  /** Ids on the queue of the search index, or on that of very many changes at once. */
  | { kind: 'index'; bulk?: true }
  | { kind: 'rabbitmq'; queue: QueueName }
  /** What AWS End User Messaging tells of texts, where the stage sends by it. */
  | { kind: 'sms-events' }
  /** Whoever commits to the service's outbox, and a schedule. */
  | { kind: 'relay'; carriers: readonly ('sns' | 'sqs' | 'rabbitmq')[] }
  /** Every minute. */
  | { kind: 'schedule' }
  /** Every minute, and whoever has long work for it, which it does in parts. */
  | { kind: 'job' }
  /** Set-up, by hand or by a script. */
  | { kind: 'task' }

export type SharedSecret = 'token' | 'tracking' | 'sms' | 'codes'

export interface FunctionPlan {
  readonly service: ServiceName
  /** The file functions/<service>/handlers/<name>.ts. */
  readonly name: string
  readonly trigger: Trigger
  /** Functions whose operations it calls. */
  readonly calls?: readonly string[]
  readonly secrets?: readonly SharedSecret[]
  /** Reads or writes the search index. */
  readonly search?: boolean
  /** Connects to RabbitMQ; consumers of its queues and relays to it do anyway. */
  readonly broker?: true
  /** Reads and works what consumers of SQS queues gave up. */
  readonly deadLetters?: true
  /** Uses the bucket for files that are taken in and given out. */
  readonly bucket?: true
  /** False: never opens a database connection. */
  readonly database?: false
  /** Data files of the service that it loads, shipped beside its code: functions/<service>/<folder>. */
  readonly data?: string
  /** Single files shipped beside its code: their place there → in the sources. */
  readonly files?: Readonly<Record<string, string>>
}

const swaggerUi = 'node_modules/swagger-ui-dist'
const docsPage = 'functions/backend/docs'

const recordsCalls = [
  'backend-records',
  'catalog-records',
  'orders-records',
  'delivery-records',
  'notifications-records',
]

const checkoutCalls = ['catalog-stock', 'orders-operations', 'delivery-operations']

/** Every Lambda function of the shop. */
export const functions: readonly FunctionPlan[] = [
  { service: 'backend', name: 'authorizer', trigger: { kind: 'authorizer' }, secrets: ['token'], database: false },
  {
    service: 'backend',
    name: 'shop',
    trigger: { kind: 'http' },
    calls: checkoutCalls,
    secrets: ['tracking'],
  },
  {
    service: 'backend',
    name: 'account',
    trigger: { kind: 'http' },
    calls: ['orders-operations', 'notifications-operations'],
    secrets: ['tracking', 'token', 'codes'],
  },
  {
    service: 'backend',
    name: 'operator',
    trigger: { kind: 'http' },
    calls: ['orders-operations', 'delivery-operations', ...recordsCalls],
    broker: true,
    deadLetters: true,
  },
  {
    service: 'backend',
    name: 'messages',
    trigger: { kind: 'task' },
    calls: recordsCalls,
    broker: true,
    deadLetters: true,
  },
  { service: 'backend', name: 'tend-queues', trigger: { kind: 'schedule' }, broker: true },
  {
    service: 'backend',
    name: 'resume-checkouts',
    trigger: { kind: 'schedule' },
    calls: checkoutCalls,
    secrets: ['tracking'],
  },
  { service: 'backend', name: 'tend-accounts', trigger: { kind: 'schedule' }, calls: ['orders-operations'] },
  { service: 'backend', name: 'relay', trigger: { kind: 'relay', carriers: ['rabbitmq'] } },
  { service: 'backend', name: 'seed', trigger: { kind: 'task' } },
  { service: 'backend', name: 'records', trigger: { kind: 'operations' } },
  {
    service: 'backend',
    name: 'developer',
    trigger: { kind: 'http' },
    database: false,
    files: {
      'docs/openapi.json': 'docs/openapi.json',
      'docs/index.html': `${docsPage}/index.html`,
      'docs/page.js': `${docsPage}/page.js`,
      'docs/swagger-ui.js': `${swaggerUi}/swagger-ui-bundle.js`,
      'docs/swagger-ui.css': `${swaggerUi}/swagger-ui.css`,
    },
  },

  { service: 'catalog', name: 'shop', trigger: { kind: 'http' }, search: true },
  { service: 'catalog', name: 'operator', trigger: { kind: 'http' }, calls: ['catalog-work-files'], bucket: true },
  { service: 'catalog', name: 'work-files', trigger: { kind: 'job' }, bucket: true },
  { service: 'catalog', name: 'stock', trigger: { kind: 'operations' } },
  {
    service: 'catalog',
    name: 'on-orders',
    trigger: { kind: 'events', events: [orderPlaced, orderChanged, orderCancelled, orderReturned] },
  },
  { service: 'catalog', name: 'records', trigger: { kind: 'operations' } },
  { service: 'catalog', name: 'indexer', trigger: { kind: 'index' }, search: true },
  { service: 'catalog', name: 'bulk-indexer', trigger: { kind: 'index', bulk: true }, search: true },
  { service: 'catalog', name: 'search-index', trigger: { kind: 'schedule' }, search: true },
  { service: 'catalog', name: 'expire-reservations', trigger: { kind: 'schedule' } },
  { service: 'catalog', name: 'audit-stock', trigger: { kind: 'schedule' } },
  { service: 'catalog', name: 'relay', trigger: { kind: 'relay', carriers: ['sns', 'sqs'] } },
  { service: 'catalog', name: 'seed', trigger: { kind: 'task' }, search: true, data: 'demo' },

  { service: 'orders', name: 'shop', trigger: { kind: 'http' }, calls: ['delivery-operations'], secrets: ['tracking'] },
  { service: 'orders', name: 'operator', trigger: { kind: 'http' }, calls: ['delivery-operations'] },
  { service: 'orders', name: 'resume-changes', trigger: { kind: 'schedule' }, calls: ['delivery-operations'] },
  { service: 'orders', name: 'operations', trigger: { kind: 'operations' } },
  { service: 'orders', name: 'records', trigger: { kind: 'operations' } },
  { service: 'orders', name: 'on-stock', trigger: { kind: 'events', events: [stockConfirmed, stockRejected] } },
  { service: 'orders', name: 'on-delivery', trigger: { kind: 'rabbitmq', queue: 'orders.delivery' } },
  { service: 'orders', name: 'relay', trigger: { kind: 'relay', carriers: ['sns', 'rabbitmq'] } },

  { service: 'delivery', name: 'shop', trigger: { kind: 'http' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'offers', trigger: { kind: 'http' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'courier', trigger: { kind: 'http' }, secrets: ['tracking'], bucket: true },
  { service: 'delivery', name: 'operator', trigger: { kind: 'http' }, bucket: true },
  { service: 'delivery', name: 'manager', trigger: { kind: 'http' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'dispatcher', trigger: { kind: 'http' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'supervisor', trigger: { kind: 'http' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'operations', trigger: { kind: 'operations' }, secrets: ['tracking'] },
  {
    service: 'delivery',
    name: 'on-orders',
    trigger: {
      kind: 'events',
      events: [orderConfirmed, orderCancelled, orderPaid, orderLinksRevoked, orderAnonymised],
    },
    secrets: ['tracking'],
  },
  { service: 'delivery', name: 'records', trigger: { kind: 'operations' } },
  { service: 'delivery', name: 'expire-holds', trigger: { kind: 'schedule' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'reoptimise-routes', trigger: { kind: 'schedule' }, secrets: ['tracking'] },
  { service: 'delivery', name: 'relay', trigger: { kind: 'relay', carriers: ['rabbitmq'] } },
  { service: 'delivery', name: 'seed', trigger: { kind: 'task' } },

  { service: 'notifications', name: 'shop', trigger: { kind: 'http' }, secrets: ['sms'] },
  { service: 'notifications', name: 'operator', trigger: { kind: 'http' } },
  {
    service: 'notifications',
    name: 'on-delivery',
    trigger: { kind: 'rabbitmq', queue: 'notifications.delivery' },
    secrets: ['sms'],
  },
  {
    service: 'notifications',
    name: 'on-orders',
    trigger: { kind: 'rabbitmq', queue: 'notifications.orders' },
    secrets: ['sms'],
  },
  {
    service: 'notifications',
    name: 'on-codes',
    trigger: { kind: 'rabbitmq', queue: 'notifications.codes' },
    secrets: ['sms', 'codes'],
  },
  { service: 'notifications', name: 'on-sms-events', trigger: { kind: 'sms-events' } },
  { service: 'notifications', name: 'operations', trigger: { kind: 'operations' } },
  { service: 'notifications', name: 'records', trigger: { kind: 'operations' } },
  { service: 'notifications', name: 'send-leftovers', trigger: { kind: 'schedule' }, secrets: ['sms'] },
]

/** The id a function has in the CDK app, and its folder in dist: catalog-stock. */
export const functionId = ({ service, name }: Pick<FunctionPlan, 'service' | 'name'>): string => `${service}-${name}`
