import type { Place } from '../map/projection.ts'

/** Opens the phone's own navigation: Android asks which app, iOS has no `geo:`. */
export const navigateLink = ({ lat, lon }: Place, userAgent: string): string =>
  /iPhone|iPad|Macintosh/.test(userAgent)
    ? `https://maps.apple.com/?daddr=${lat},${lon}&dirflg=d`
    : `geo:${lat},${lon}?q=${lat},${lon}`
