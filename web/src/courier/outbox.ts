import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { lasting, type Stored, stored } from '../storage/stored.ts'
import { acceptDeeds, type Deed, isHeld, isOutdatedDeparture, type NewDeed, type Refusal } from './deed.ts'

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
  const { deliveryStatus, planVersion } = error.details
  return {
    code: error.code ?? '',
    deliveryStatus: typeof deliveryStatus === 'string' ? deliveryStatus : '',
    ...(typeof planVersion === 'number' && { planVersion }),
  }
}

export type Departure = Extract<Deed, { kind: 'depart' }>

/** A trip as the courier saw it and agreed to it. */
export interface AgreedTrip {
  planVersion: number
  /** Whose parcels leave with it. */
  orders: readonly string[]
}

/** The plan to set off with, by what the courier has taken along; undefined: the courier has to look. */
export type Renew = (departure: Departure) => Promise<number | undefined>

/**
 * Sends deeds one after the other, as they were done: each waits for the one before. One whose answer was lost is sent
 * again, which changes nothing. What the shop refuses stays here for the courier to see, and those after it go on. Only
 * what was done at doors waits for a departure that was refused since the trip had been planned anew: `renew` reads the
 * trip again, and if nothing was added to it, the courier set off with it; else that is for the courier to say.
 */
export const createOutbox = (
  deeds: Stored<readonly Deed[]>,
  courierId: string,
  send: (deed: Deed) => Promise<void>,
  renew: Renew = async () => undefined,
) => {
  let sending: Promise<boolean> | undefined

  const next = () => {
    const all = deeds.read()
    return all.find((deed) => isWaiting(deed) && deed.courierId === courierId && !isHeld(deed, all))
  }
  const remove = (id: string) => deeds.update((all) => all.filter((deed) => deed.id !== id))
  const change = (id: string, changed: (deed: Deed) => Deed) =>
    deeds.update((all) => all.map((deed) => (deed.id === id ? changed(deed) : deed)))
  const wait = ({ refusal: _, ...deed }: Deed): Deed => deed
  const departWith = (id: string, trip: { planVersion: number; orders?: readonly string[] }) =>
    change(id, (deed) =>
      deed.kind === 'depart' ? { ...wait(deed), kind: 'depart', routeId: deed.routeId, ...trip } : deed,
    )

  const refuse = async (deed: Deed, refusal: Refusal): Promise<void> => {
    change(deed.id, (one) => ({ ...one, refusal }))
    if (deed.kind !== 'depart' || refusal.planVersion === undefined) return
    const planVersion = await renew(deed).catch(() => undefined)
    // The same once more would be refused once more.
    if (planVersion !== undefined && planVersion !== deed.planVersion) departWith(deed.id, { planVersion })
  }

  const sendAll = async (): Promise<boolean> => {
    for (let deed = next(); deed; deed = next()) {
      try {
        await send(deed)
        remove(deed.id)
      } catch (error) {
        if (isUndecided(error)) return false
        await refuse(deed, refusalOf(error))
      }
    }
    return true
  }

  /** One tab at a time: two would send a deed before the one it follows on. */
  const alone = (): Promise<boolean> =>
    globalThis.navigator?.locks ? navigator.locks.request('korob.courier.deeds', sendAll) : sendAll()

  return {
    /** A departure takes the place of one that was refused: what was done at doors since follows on it. */
    add: (deed: NewDeed, id: string, happenedAt: string): void =>
      deeds.update((all) => {
        const added: Deed = { ...deed, id, courierId, happenedAt }
        const refused = all.findIndex((one) => one.courierId === courierId && isOutdatedDeparture(one))
        return deed.kind === 'depart' && refused >= 0 ? all.with(refused, added) : [...all, added]
      }),
    /** The courier has seen that it was refused. */
    forget: remove,
    /** To be told once more; a departure with the trip as the courier sees it now. */
    repeat: (id: string, trip?: AgreedTrip): void => {
      if (trip === undefined) change(id, wait)
      else departWith(id, trip)
    },
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
