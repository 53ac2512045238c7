import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import type { CourierDay } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { NoAnswer } from '../api/problem.ts'
import { newUuid } from '../cart/new-uuid.ts'
import { useStored } from '../storage/stored.ts'
import type { NewDeed } from './deed.ts'
import { type AgreedTrip, createOutbox, deedStore, isWaiting } from './outbox.ts'
import { forgetPhoto, keepPhoto } from './photo-store.ts'
import { planAsTaken } from './route-changes.ts'
import { sendDeed } from './send-deed.ts'

const againMs = 10_000

export interface Work {
  /** Done now; the shop hears of it as soon as it can. */
  act: (deed: NewDeed, photo?: Blob) => Promise<void>
  /** The courier has seen what the shop refused. */
  forget: (deedId: string) => void
  /** To be told once more; a departure with the trip that the courier sees now. */
  repeat: (deedId: string, trip?: AgreedTrip) => Promise<void>
}

/** Keeps what the courier does and sends it, now or when there is a line again. */
export const useOutbox = (courierId: string, token: string | undefined): Work => {
  const api = useApi()
  const queries = useQueryClient()
  const newest = useRef(token)
  newest.current = token
  const outbox = useMemo(
    () =>
      createOutbox(
        deedStore,
        courierId,
        async (deed) => {
          if (newest.current === undefined) throw new NoAnswer('unreachable')
          await sendDeed(api, newest.current, deed)
          // Before the deed is forgotten: else the page would show for a moment that it was not done.
          await queries.refetchQueries({ queryKey: ['courier'] })
        },
        async (departure) => {
          await queries.refetchQueries({ queryKey: ['courier'] })
          return planAsTaken(queries.getQueryData<CourierDay>(['courier'])?.route, departure)
        },
      ),
    [api, queries, courierId],
  )
  const isAnyWaiting = useStored(deedStore).some((deed) => deed.courierId === courierId && isWaiting(deed))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new token is a reason to try again
  useEffect(() => {
    if (!isAnyWaiting) return
    const flush = () => void outbox.flush()
    flush()
    const timer = setInterval(flush, againMs)
    window.addEventListener('online', flush)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', flush)
    }
  }, [outbox, isAnyWaiting, token])
  return useMemo(
    () => ({
      act: async (deed, photo) => {
        const id = newUuid()
        const happenedAt = new Date().toISOString()
        if (photo) await keepPhoto(id, photo)
        outbox.add(deed, id, happenedAt)
        await outbox.flush()
        await queries.invalidateQueries({ queryKey: ['courier'] })
      },
      forget: (deedId) => {
        outbox.forget(deedId)
        // What was dismissed needs its picture no more.
        forgetPhoto(deedId).catch((error: unknown) => console.warn('the photo stays', error))
      },
      repeat: async (deedId, trip) => {
        outbox.repeat(deedId, trip)
        await outbox.flush()
        await queries.invalidateQueries({ queryKey: ['courier'] })
      },
    }),
    [outbox, queries],
  )
}

const WorkContext = createContext<Work | undefined>(undefined)
export const WorkProvider = WorkContext.Provider

export const useWork = (): Work => {
  const work = useContext(WorkContext)
  if (!work) throw new Error('there is no WorkProvider around this')
  return work
}
