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
 * @param sinceMs when the trip began; undefined: none is under way
 * @param isKnown whether the shop knows that it is: of a trip that hasn't begun it takes no positions
 */
export const usePositions = (token: string | undefined, sinceMs: number | undefined, isKnown: boolean): void => {
  const api = useApi()
  const waiting = useRef<readonly Point[]>([])
  const told = useRef(() => {})
  useEffect(() => {
    if (sinceMs === undefined || !('geolocation' in navigator)) return
    // Phones begin with a place they remember, which may be from before the trip: of the last seconds it will do, and the
    // shop drops what is not of a trip. When that began is known by the shop's clock, which is another.
    const beganMs = Date.now()
    let lastMs = 0
    const watch = navigator.geolocation.watchPosition(
      ({ timestamp, coords: { latitude, longitude, accuracy } }) => {
        if (timestamp < beganMs - apartMs || timestamp - lastMs < apartMs) return
        lastMs = timestamp
        const point = { at: new Date(timestamp).toISOString(), lat: latitude, lon: longitude, accuracyM: accuracy }
        waiting.current = [...waiting.current, point].slice(-mostPoints)
        told.current()
      },
      (error) => console.warn('no position', error.message),
      { enableHighAccuracy: true, maximumAge: apartMs },
    )
    return () => {
      navigator.geolocation.clearWatch(watch)
      waiting.current = []
    }
  }, [sinceMs])
  const mayTell = sinceMs !== undefined && isKnown
  useEffect(() => {
    if (!mayTell || token === undefined) return
    let sentMs = 0
    const send = async () => {
      if (waiting.current.length === 0 || Date.now() - sentMs < sendEveryMs) return
      const points = [...waiting.current]
      waiting.current = []
      sentMs = Date.now()
      try {
        await api.reportPositions(token, { points })
      } catch {
        waiting.current = [...points, ...waiting.current].slice(-mostPoints)
      }
    }
    told.current = () => void send()
    told.current()
    const timer = setInterval(send, sendEveryMs / 3)
    return () => {
      clearInterval(timer)
      told.current = () => {}
    }
  }, [api, token, mayTell])
}
