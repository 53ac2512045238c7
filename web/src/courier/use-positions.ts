import { useEffect } from 'react'
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

/** Tells the shop where the courier is, as long as a trip is under way and the page is open. */
export const usePositions = (token: string | undefined, isUnderWay: boolean): void => {
  const api = useApi()
  useEffect(() => {
    if (!isUnderWay || token === undefined || !('geolocation' in navigator)) return
    let waiting: Point[] = []
    let lastMs = 0
    const watch = navigator.geolocation.watchPosition(
      ({ timestamp, coords: { latitude, longitude, accuracy } }) => {
        if (timestamp - lastMs < apartMs) return
        lastMs = timestamp
        const point = { at: new Date(timestamp).toISOString(), lat: latitude, lon: longitude, accuracyM: accuracy }
        waiting = [...waiting, point].slice(-mostPoints)
      },
      (error) => console.warn('no position', error.message),
      { enableHighAccuracy: true, maximumAge: apartMs },
    )
    const send = async () => {
      if (waiting.length === 0) return
      const points = waiting
      waiting = []
      try {
        await api.reportPositions(token, { points })
      } catch {
        waiting = [...points, ...waiting].slice(-mostPoints)
      }
    }
    const timer = setInterval(send, sendEveryMs)
    return () => {
      navigator.geolocation.clearWatch(watch)
      clearInterval(timer)
    }
  }, [api, token, isUnderWay])
}
