import type { Tracking } from '../api/answers.ts'
import { timeOfDay } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import type { MapPoint } from '../map/map-points.ts'
import { TownMap } from '../map/town-map.tsx'

/** The door, and the courier on the way to it. Shown once the order is on the road: before, there is nothing to see. */
export const TrackingMap = ({ tracking }: { tracking: Tracking }) => {
  const { language, t } = useLanguage()
  const { status, destination, position, courier, timeZone } = tracking
  if (status !== 'departed' || destination === null) return null
  const seenAt = position && timeOfDay(position.at, language, timeZone)
  const points: MapPoint[] = [{ kind: 'door', at: destination, label: t.tracking.onMap.door }]
  if (position && seenAt)
    points.push({
      kind: 'courier',
      at: position,
      label: t.tracking.onMap.courier(courier?.firstName ?? t.tracking.courier, seenAt),
    })
  return (
    <>
      <TownMap label={t.tracking.onMap.title} points={points} />
      {seenAt && <p className="muted small">{t.tracking.seen(seenAt)}</p>}
    </>
  )
}
