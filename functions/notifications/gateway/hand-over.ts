import type { SendOutcome } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import { type Answer, type Call, exchange, NoAnswer, NotSent } from './connection.ts'

/**
 * Makes the call that hands a text over. What fails before the exchange, a setting or a secret, surely sent nothing; what fails
 * in it, the connection tells.
 * @param prepare reads what the call needs, which may take long, and answers how to build it, which is done at last: a call says
 * how long its text is of use
 * @param handingOver is told right before the exchange
 */
export const handOver = async (
  prepare: () => Promise<() => Call | Promise<Call>>,
  read: (answer: Answer) => SendOutcome,
  handingOver: (() => Promise<void>) | undefined,
): Promise<SendOutcome> => {
  const unprepared = (error: unknown): SendOutcome => {
    const reason = withoutNumbers(`not handed over: ${(error as Error).message}`)
    return { kind: 'postponed', reason, wholeGateway: true, isOurFault: true }
  }
  let build: () => Call | Promise<Call>
  try {
    build = await prepare()
  } catch (error) {
    return unprepared(error)
  }
  await handingOver?.()
  let call: Call
  try {
    call = await build()
  } catch (error) {
    return unprepared(error)
  }
  try {
    return read(await exchange(call))
  } catch (error) {
    if (error instanceof NotSent) return { kind: 'postponed', reason: error.message, wholeGateway: true }
    if (error instanceof NoAnswer) return { kind: 'unknown', reason: error.message }
    throw error
  }
}
