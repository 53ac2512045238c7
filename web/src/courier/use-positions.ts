import { useEffect, useRef } from 'react'
import { useApi } from '../api/api.ts'

const sendEveryMs = 15_000
/** The shop keeps none that are closer together. */
const apartMs = 10_000
/** What one request may hold; older ones are of little use by then. */
const mostPoints = 200

interface Point {
  at: string
  lat: number
  lon: number
  accuracyM: number
}

/**
 * Tells the shop where the courier is, as long as a trip is under way and the page is open.
 * @param isKnown whether the shop knows that it is: of a trip that hasn't begun it takes no positions
 */
export const usePositions = (token: string | undefined, isUnderWay: boolean, isKnown: boolean): void => {
  const api = useApi()
  const waiting = useRef<readonly Point[]>([])
  useEffect(() => {
    if (!isUnderWay || !('geolocation' in navigator)) return
    let lastMs = 0
    const watch = navigator.geolocation.watchPosition(
      ({ timestamp, coords: { latitude, longitude, accuracy } }) => {
        if (timestamp - lastMs < apartMs) return
        lastMs = timestamp
        const point = { at: new Date(timestamp).toISOString(), lat: latitude, lon: longitude, accuracyM: accuracy }
        waiting.current = [...waiting.current, point].slice(-mostPoints)
      },
      (error) => console.warn('no position', error.message),
      { enableHighAccuracy: true, maximumAge: apartMs },
    )
    return () => {
      navigator.geolocation.clearWatch(watch)
      waiting.current = []
    }
  }, [isUnderWay])
  useEffect(() => {
    if (!isUnderWay || !isKnown || token === undefined) return
    const send = async () => {
      if (waiting.current.length === 0) return
      const points = [...waiting.current]
      waiting.current = []
      try {
        await api.reportPositions(token, { points })
      } catch {
        waiting.current = [...points, ...waiting.current].slice(-mostPoints)
      }
    }
    // Who waits sees soon that the courier is on the way.
    void send()
    const timer = setInterval(send, sendEveryMs)
    return () => clearInterval(timer)
  }, [api, token, isUnderWay, isKnown])
}
