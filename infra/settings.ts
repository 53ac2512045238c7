/** Everything in which the stages differ. */

export type StageName = 'local' | 'dev' | 'prod'

/** What the application itself is told, wherever it runs. */
export interface AppSettings {
  readonly stage: StageName
  /** Another origin from which the web page may call the API: Vite's development server. Else page and API share one. */
  readonly corsOrigin: string | undefined
  readonly logRetentionDays: 7 | 30 | 90
  /** Whether data outlives its stack. */
  readonly keepData: boolean
  readonly tracing: boolean
  readonly memoryMb: number
  /** Environments at once per SQS consumer; each holds up to four database connections. */
  readonly queueConcurrency: number
  /** Who sends texts: Twilio, or who speaks its API; or AWS End User Messaging. */
  readonly smsGateway: 'twilio' | 'aws'
  /** Number or name that texts come from; at AWS also a pool's id. */
  readonly smsFrom: string
  readonly shopTimeZone: string
  /** What shoppers are spared. */
  readonly texts: {
    /**
     * Orders' texts and sign-in codes to a number in an hour; 0: any number. Fewer codes than a number may be asked for at once
     * (8, functions/backend/domain/limits.ts) would keep back the last one, which has the spare code.
     */
    readonly newsPerHour: number
    readonly codesPerHour: number
    /** That the gateway's account takes a second, over all senders; 0: any number. */
    readonly perSecond: number
    /** Hours of the day, such as 22-8, in which nobody is told what can wait. */
    readonly quietHours: string | undefined
    /** Days after which it is forgotten to whom texts went and what they said. */
    readonly keptDays: number
  }
  /** How long whoever was invited to work for the shop may take that up. */
  readonly invitationDays: number
  /** Checkouts within ten minutes: by an account or the guests of one network, by the same with one phone, of one cart; 0: any number. */
  readonly checkouts: {
    readonly perClient: number
    readonly perPhone: number
    readonly perCart: number
    /** Begun and not ended. */
    readonly unfinishedPerPhone: number
  }
  /** Minutes that couriers are granted before somebody looks after their trip. */
  readonly trips: {
    /** After they should have been back. */
    readonly overdueMinutes: number
    /** Without a word or a position on the road. */
    readonly silentMinutes: number
    /** After they should have left; then, a trip whose promises can't be kept any more is taken apart. */
    readonly startMinutes: number
  }
}

/** What the cloud stages add. */
export interface CloudSettings extends AppSettings {
  readonly region: string
  /** The shop's own domain; the certificate must be in us-east-1, where CloudFront looks. Without it CloudFront's name is used. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined
  /** A server of map tiles, https://…/{z}/{x}/{y}.png, which the page's policy then lets in; without one the page draws the city. */
  readonly mapTiles: string | undefined
  /** Who is told of alarms. */
  readonly alarmEmail: string | undefined
  readonly smsGatewayUrl: string
  readonly network: {
    readonly availabilityZones: number
    /** Keeps calls to AWS inside the VPC: about 7 $ a month for each endpoint and zone. Without them they take the NAT. */
    readonly interfaceEndpoints: boolean
  }
  readonly database: {
    readonly instance: string
    readonly multiAz: boolean
    readonly storageGb: number
    /** As many as the instance's memory bears: some 10 MB each. */
    readonly connections: number
    readonly backupDays: number
  }
  readonly search: { readonly instance: string; readonly nodes: 1 | 2; readonly volumeGb: number }
  /** RabbitMQ 4 runs on mq.m7g only. https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-4.html */
  readonly broker: { readonly instance: `mq.m7g.${string}`; readonly cluster: boolean }
}

const everywhere = {
  memoryMb: 512,
  smsGateway: 'twilio',
  smsFrom: 'Korob',
  shopTimeZone: 'Europe/Moscow',
  trips: { overdueMinutes: 60, silentMinutes: 90, startMinutes: 30 },
  invitationDays: 30,
} as const

const checkouts = { perClient: 30, perPhone: 10, perCart: 10, unfinishedPerPhone: 3 } as const

// Twilio sends one text a second from a long code, and lets the others queue; a code is not to be behind news there.
// https://help.twilio.com/articles/115002943027
const texts = { newsPerHour: 30, codesPerHour: 10, perSecond: 1, quietHours: '22-8', keptDays: 90 } as const

const viteOrigin = 'http://localhost:5173'

export const settings: { readonly local: AppSettings; readonly dev: CloudSettings; readonly prod: CloudSettings } = {
  local: {
    ...everywhere,
    stage: 'local',
    // On one machine everybody has one address, and few phones.
    checkouts: { perClient: 0, perPhone: 200, perCart: 200, unfinishedPerPhone: 50 },
    // And whoever tries the shop out at night wants to see its texts.
    texts: { newsPerHour: 1000, codesPerHour: 1000, perSecond: 0, quietHours: undefined, keptDays: 90 },
    corsOrigin: viteOrigin,
    logRetentionDays: 7,
    keepData: false,
    tracing: false,
    queueConcurrency: 2,
  },
  dev: {
    ...everywhere,
    stage: 'dev',
    checkouts,
    texts,
    region: 'eu-central-1',
    domain: undefined,
    mapTiles: undefined,
    alarmEmail: undefined,
    smsGatewayUrl: 'https://api.twilio.com',
    corsOrigin: viteOrigin,
    logRetentionDays: 30,
    keepData: false,
    tracing: true,
    queueConcurrency: 5,
    network: { availabilityZones: 2, interfaceEndpoints: false },
    database: { instance: 't4g.micro', multiAz: false, storageGb: 20, connections: 80, backupDays: 1 },
    search: { instance: 't3.small.search', nodes: 1, volumeGb: 10 },
    broker: { instance: 'mq.m7g.medium', cluster: false },
  },
  prod: {
    ...everywhere,
    stage: 'prod',
    checkouts,
    texts,
    region: 'eu-central-1',
    domain: undefined,
    mapTiles: undefined,
    alarmEmail: undefined,
    smsGatewayUrl: 'https://api.twilio.com',
    corsOrigin: undefined,
    logRetentionDays: 90,
    keepData: true,
    tracing: true,
    queueConcurrency: 20,
    network: { availabilityZones: 3, interfaceEndpoints: true },
    database: { instance: 'm7g.large', multiAz: true, storageGb: 100, connections: 800, backupDays: 14 },
    search: { instance: 'm7g.large.search', nodes: 2, volumeGb: 50 },
    broker: { instance: 'mq.m7g.large', cluster: true },
  },
}

export const isStage = (name: unknown): name is StageName => typeof name === 'string' && Object.hasOwn(settings, name)
