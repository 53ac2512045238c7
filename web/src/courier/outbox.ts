import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { lasting, type Stored, stored } from '../storage/stored.ts'
import { acceptDeeds, type Deed, type NewDeed, type Refusal } from './deed.ts'

/** What is not with the shop yet, in the order in which it was done; and what the shop refused, until that was seen. */
export const deedStore: Stored<readonly Deed[]> = stored(lasting, 'korob.courier.deeds', acceptDeeds)

export const isWaiting = ({ refusal }: Deed): boolean => refusal === undefined

/** The shop has not decided: no line, no token, or it is busy. */
const isUndecided = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  (error instanceof ApiProblem && (error.status >= 500 || [401, 403, 408, 425, 429].includes(error.status))) ||
  (error instanceof ApiProblem && error.code === 'in_progress')

const refusalOf = (error: unknown): Refusal => {
  if (!(error instanceof ApiProblem)) throw error
  const { deliveryStatus } = error.details
  return { code: error.code ?? '', deliveryStatus: typeof deliveryStatus === 'string' ? deliveryStatus : '' }
}

/**
 * Sends deeds one after the other, as they were done: each waits for the one before. One whose answer was lost is sent
 * again, which changes nothing. What the shop refuses stays here for the courier to see, and those after it go on.
 */
export const createOutbox = (
  deeds: Stored<readonly Deed[]>,
  courierId: string,
  send: (deed: Deed) => Promise<void>,
) => {
  let sending: Promise<boolean> | undefined

  const next = () => deeds.read().find((deed) => isWaiting(deed) && deed.courierId === courierId)
  const remove = (id: string) => deeds.update((all) => all.filter((deed) => deed.id !== id))
  const refuse = (id: string, refusal: Refusal) =>
    deeds.update((all) => all.map((deed) => (deed.id === id ? { ...deed, refusal } : deed)))

  const sendAll = async (): Promise<boolean> => {
    for (let deed = next(); deed; deed = next()) {
      try {
        await send(deed)
        remove(deed.id)
      } catch (error) {
        if (isUndecided(error)) return false
        refuse(deed.id, refusalOf(error))
      }
    }
    return true
  }

  /** One tab at a time: two would send a deed before the one it follows on. */
  const alone = (): Promise<boolean> =>
    globalThis.navigator?.locks ? navigator.locks.request('korob.courier.deeds', sendAll) : sendAll()

  return {
    add: (deed: NewDeed, id: string, happenedAt: string): void =>
      deeds.update((all) => [...all, { ...deed, id, courierId, happenedAt }]),
    /** The courier has seen that it was refused. */
    forget: remove,
    /** True once nothing waits; false if the shop could not be asked. */
    flush: (): Promise<boolean> => {
      sending ??= alone().finally(() => {
        sending = undefined
      })
      return sending
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
