import { currentContext } from './context.ts'
import { newId } from './ids.ts'
import { z } from './schema.ts'

/** Where an event goes: the service's SNS topic, the RabbitMQ exchange, or both. */
export type Carrier = 'sns' | 'rabbitmq'

export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly type: Type
  /** The service that publishes it. */
  readonly source: string
  readonly carriers: readonly Carrier[]
  /** Version of `data`'s shape: raised when a consumer must know of a change. */
  readonly dataversion: number
  readonly description: string
  readonly data: Data
  /** Members of data that are erased from the outbox once the broker has the event. */
  readonly secret?: readonly string[]
}

export const defineEvent = <const Type extends string, Data extends z.ZodType>(
  definition: EventDefinition<Type, Data>,
): EventDefinition<Type, Data> => definition

/** CloudEvents 1.0 attributes as one JSON object. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.string().min(1),
  /** Id of the aggregate the event is about: an order's, mostly. */
  subject: z.string().min(1).max(128),
  time: z.iso.datetime(),
  /** The aggregate's version at its source; later events have higher ones. */
  sequence: z.int().min(0),
  dataversion: z.int().min(1),
  correlationid: z.string().min(1).max(64),
  traceparent: z.string(),
  data: z.unknown(),
})
export type Envelope = z.infer<typeof envelope>

export type EventOf<Definition extends EventDefinition> = Omit<Envelope, 'data'> & {
  type: Definition['type']
  data: z.output<Definition['data']>
}

const aspects = ['links', 'payment', 'person'] as const

/** Subject of news about one side of an aggregate, whose `sequence` is that side's own. */
export const aspectSubject = (id: string, aspect: (typeof aspects)[number]): string => `${id}/${aspect}`

/** All subjects that news of an aggregate may have. */
export const subjectsOf = (id: string): string[] => [id, ...aspects.map((aspect) => aspectSubject(id, aspect))]

/** A new event with the current correlation id and trace. Throws if `data` doesn't fit its schema. */
export const newEvent = <Definition extends EventDefinition>(
  definition: Definition,
  subject: string,
  sequence: number,
  data: z.input<Definition['data']>,
  time: Date = new Date(),
): Envelope => {
  const context = currentContext()
  return {
    specversion: '1.0',
    id: newId(),
    source: definition.source,
    type: definition.type,
    subject,
    time: time.toISOString(),
    sequence,
    dataversion: definition.dataversion,
    correlationid: context.correlationId,
    traceparent: context.traceparent,
    data: definition.data.parse(data),
  }
}
