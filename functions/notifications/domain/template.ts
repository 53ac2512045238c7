import type { EventDefinition, EventOf } from '@korob/platform/events'
import type { Language } from '@korob/platform/schema'
import { fill, type Texts, type Values } from './filling.ts'
import { type Encoding, segment } from './segments.ts'

/** Whom a text is for. */
export interface About {
  orderId: string
  recipient: string
  language: Language
  /** The reader's, where the event tells it. */
  timeZone?: string
}

/** How an event is put into words. One template an event type; its name is the type. */
export interface Template<Definition extends EventDefinition> {
  readonly event: Definition
  readonly about: (data: EventOf<Definition>['data']) => About
  readonly texts: Texts
  /** Which of the texts tells it. */
  readonly variantOf: (data: EventOf<Definition>['data']) => string
  /** What fills their places. */
  readonly valuesOf: (data: EventOf<Definition>['data'], language: Language, timeZone: string) => Values
  /** When the text stops being of use to its reader. */
  readonly usefulUntil: (event: EventOf<Definition>) => Date
  /** Whether it is still worth telling once something later about the same order has been told. */
  readonly afterLaterNews: 'tell' | 'drop'
  /** It tells who brings an order, and when: a later text of the kind makes one that still waits untrue. */
  readonly announces?: true
  /** The last moment to which it may wait for quiet hours to end. Without it the text can't wait. */
  readonly waitsUntil?: (event: EventOf<Definition>) => Date
}

/** A template whose variants are all among its texts, which the compiler sees to. */
export const defineTemplate = <Definition extends EventDefinition, Words extends Texts>(
  template: Template<Definition> & {
    texts: Words
    variantOf: (data: EventOf<Definition>['data']) => keyof Words & string
  },
): Template<Definition> => template

/** A text before it is kept: everything about it but its fate. */
export interface Draft {
  eventId: string
  eventType: string
  orderId: string
  recipient: string
  template: string
  language: Language
  body: string
  /** Its words must not be kept longer than until it is sent. */
  secret?: boolean
  encoding: Encoding
  segments: number
  expiresAt: Date
  /** The reader's. */
  timeZone: string
  /** The last moment to which it may wait for quiet hours to end. */
  waitsUntil?: Date | undefined
  correlationId: string
}

/** What the event is in words. @throws for a variant or place that the texts or values haven't: checking.ts finds those first */
export const bodyOf = <Definition extends EventDefinition>(
  template: Template<Definition>,
  data: EventOf<Definition>['data'],
  language: Language,
  timeZone: string,
): string => {
  const variant = template.variantOf(data)
  const text = template.texts[variant]?.[language]
  if (text === undefined) throw new Error(`${template.event.type} has no text '${variant}' in ${language}`)
  return fill(text, template.valuesOf(data, language, timeZone))
}

/** @param shopTimeZone for events that don't carry their reader's */
export const word = <Definition extends EventDefinition>(
  template: Template<Definition>,
  event: EventOf<Definition>,
  shopTimeZone: string,
): Draft => {
  const about = template.about(event.data)
  const timeZone = about.timeZone ?? shopTimeZone
  const body = bodyOf(template, event.data, about.language, timeZone)
  return {
    ...about,
    timeZone,
    ...segment(body),
    eventId: event.id,
    eventType: event.type,
    template: template.event.type,
    body,
    expiresAt: template.usefulUntil(event),
    waitsUntil: template.waitsUntil?.(event),
    correlationId: event.correlationid,
  }
}

const hourMs = 3_600_000

export const hoursAfter = (instant: string, hours: number): Date => new Date(Date.parse(instant) + hours * hourMs)
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
export const later = (a: Date, b: Date): Date => (a > b ? a : b)
