import type { GatewayStatus } from './status.ts'

/** A text as the gateway gets it. */
export interface OutgoingText {
  /** Our name of it. */
  messageId: string
  to: string
  body: string
  /** Where the gateway reports what becomes of it. */
  receiptUrl: string
  /** When it is of no use any more: the gateway gives up then. */
  expiresAtMs: number
}

/** Seconds until the gateway is to give a text up that leaves now, within what the gateway takes. */
export const validSeconds = (
  { expiresAtMs }: Pick<OutgoingText, 'expiresAtMs'>,
  nowMs: number,
  { least, most }: { least: number; most: number },
): number => Math.min(most, Math.max(least, Math.ceil((expiresAtMs - nowMs) / 1000)))

/** What is known after trying to hand over a text. Only `unknown` leaves open whether the gateway has it. */
export type SendOutcome =
  | { kind: 'accepted'; gatewayId: string; httpStatus: number }
  /** The gateway doesn't have it. `wholeGateway`: others would fare no better now. */
  | {
      kind: 'postponed'
      reason: string
      wholeGateway: boolean
      /** The shop's own account, sender or settings are at fault: it ends when somebody mends them. */
      isOurFault?: boolean
      retryAfterMs?: number
      httpStatus?: number
      gatewayCode?: number
    }
  /** The gateway will never take it. */
  | {
      kind: 'refused'
      reason: string
      /** The number has told the gateway that it wants no texts. */
      hasOptedOut?: boolean
      httpStatus: number
      gatewayCode?: number
    }
  | { kind: 'unknown'; reason: string; httpStatus?: number; gatewayCode?: number }

/** A text that the gateway has taken. */
export interface FoundText {
  gatewayId: string
  status: GatewayStatus
}

export interface SmsGateway {
  /**
   * Never throws for what the gateway or the network does.
   * @param handingOver called once nothing is left but the exchange with the gateway; if it throws, so does this, and nothing was sent
   */
  send(text: OutgoingText, handingOver?: () => Promise<void>): Promise<SendOutcome>
  /**
   * The texts to this number with this body that the gateway took since then, oldest first; absent where it lists none.
   * @param limitMs for all of the search
   * @throws when it can't tell for sure
   */
  find?(text: { to: string; body: string }, since: Date, limitMs: number): Promise<FoundText[]>
}
