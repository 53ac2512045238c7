import { invalidField } from '@korob/platform/errors'
import { instant, z } from '@korob/platform/schema'

/** Where a page of orders ends: when the last one was placed, to the microsecond, and its serial. */
export interface OrderPlace {
  placedAt: string
  serial: number
}

const place = z.tuple([instant.regex(/\.\d{6}Z$/), z.int().min(0)])

export const orderCursor = ({ placedAt, serial }: OrderPlace): string =>
  Buffer.from(JSON.stringify([placedAt, serial])).toString('base64url')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** @throws Problem invalid_request for what is no cursor */
export const readOrderCursor = (text: string): OrderPlace => {
  const result = place.safeParse(parsed(text))
  if (!result.success) throw invalidField('cursor', 'is not a cursor of this list')
  const [placedAt, serial] = result.data
  return { placedAt, serial }
}
