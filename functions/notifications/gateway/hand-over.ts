import type { SendOutcome } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import { type Answer, type Call, exchange, NoAnswer, NotSent } from './connection.ts'

/**
 * Makes the call that hands a text over. What fails before the exchange, a setting or a secret, surely sent nothing; what fails
 * in it, the connection tells.
 * @param prepare builds and signs the call
 * @param handingOver is told right before the exchange
 */
export const handOver = async (
  prepare: () => Promise<Call>,
  read: (answer: Answer) => SendOutcome,
  handingOver: (() => Promise<void>) | undefined,
): Promise<SendOutcome> => {
  let call: Call
  try {
    call = await prepare()
  } catch (error) {
    const reason = withoutNumbers(`not handed over: ${(error as Error).message}`)
    return { kind: 'postponed', reason, wholeGateway: true, isOurFault: true }
  }
  await handingOver?.()
  try {
    return read(await exchange(call))
  } catch (error) {
    if (error instanceof NotSent) return { kind: 'postponed', reason: error.message, wholeGateway: true }
    if (error instanceof NoAnswer) return { kind: 'unknown', reason: error.message }
    throw error
  }
}
