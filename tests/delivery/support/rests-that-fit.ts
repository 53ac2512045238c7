import type { PlannedStop, Trip } from '../../../functions/delivery/domain/timetable.ts'
import type { TravelTimes } from '../../../functions/delivery/domain/travel-times.ts'

/**
 * When a courier can take the rests that are due, if every door is to be reached at these times; undefined if that can't
 * be. Each as early as possible: that leaves the most to those that follow. Shares no code with the planner.
 * @param etasMs of each stop
 */
export const restsThatFit = (
  trip: Trip,
  stops: readonly PlannedStop[],
  etasMs: readonly number[],
  travel: TravelTimes,
): { startsMs: number; afterStops: number }[] | undefined => {
  const places = [trip.depot, ...stops.map(({ location }) => location), trip.depot]
  const legMs = (leg: number) => (travel(places[leg]!, places[leg + 1]!) * 1000) / (trip.speedFactor ?? 1)
  /** What comes after so many stops has to be over by then: in time for the next door, or the end of the shift. */
  const overBy = (count: number): number => {
    if (count < stops.length) return etasMs[count]! - legMs(count)
    return count === stops.length ? trip.endMs - legMs(count) : trip.endMs
  }
  const home = stops.length + 1
  let count = 0
  let free = trip.startMs
  const taken: { startsMs: number; afterStops: number }[] = []
  for (const { fromMs, untilMs, durationMs } of trip.rests ?? []) {
    const fits = () => Math.max(free, fromMs) <= untilMs && Math.max(free, fromMs) + durationMs <= overBy(count)
    while (!fits()) {
      if (count === home) return undefined
      free = count === stops.length ? free + legMs(count) : etasMs[count]! + stops[count]!.serviceMs
      count++
    }
    const startsMs = Math.max(free, fromMs)
    taken.push({ startsMs, afterStops: count })
    free = startsMs + durationMs
  }
  return taken
}
