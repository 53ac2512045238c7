import { afterBreak, beforeBreak, never } from './breaks.ts'
import type { Tours } from './tours.ts'

/** How early nodes can be left, from this one on; if told so, only as far as something changes. */
const forward = (tours: Tours, from: number, untilSame: boolean): void => {
  const { next, ready, row, column, durations, opens, closes, service, jobs } = tours
  let before = tours.prev[from]!
  for (let node = from; ; node = next[node]!) {
    let at = ready[before]! + durations[row[before]! + column[node]!]!
    if (at < opens[node]!) at = opens[node]!
    const leaves = at > closes[node]! ? never : at + service[node]!
    if (untilSame && node !== from && leaves === ready[node]) return
    ready[node] = leaves
    if (node >= jobs) return
    before = node
  }
}

/** How late nodes can be reached, from this one back to the trip's start. */
const backward = (tours: Tours, from: number, untilSame: boolean): void => {
  const { prev, latest, row, column, durations, opens, closes, service, jobs } = tours
  let after = tours.next[from]!
  for (let node = from; ; node = prev[node]!) {
    let by = latest[after]! - durations[row[node]! + column[after]!]! - service[node]!
    if (by > closes[node]!) by = closes[node]!
    if (by < opens[node]!) by = -never
    if (untilSame && node !== from && by === latest[node]) return
    latest[node] = by
    if (node >= jobs) return
    after = node
  }
}

/** Times of a trip without breaks. */
export const reckonPlain = (tours: Tours, trip: number): void => {
  const { next, prev, ready, latest, opens, closes } = tours
  const start = tours.start(trip)
  const end = tours.end(trip)
  ready[start] = opens[start]!
  forward(tours, next[start]!, false)
  latest[end] = closes[end]!
  backward(tours, prev[end]!, false)
}

/** Times of a trip without breaks that were known before this job was put in. */
export const reckonAround = (tours: Tours, job: number): void => {
  forward(tours, job, true)
  backward(tours, job, true)
}

/** Times of a trip with breaks, for each number of them that may be taken by then. */
export const reckonWithBreaks = (tours: Tours, trip: number): void => {
  forwardWithBreaks(tours, trip)
  backwardWithBreaks(tours, trip)
}

const forwardWithBreaks = (tours: Tours, trip: number): void => {
  const { readyAfter, breakStates, next, row, column, durations, opens, closes, service } = tours
  const breaks = tours.breaks[trip]!
  const start = tours.start(trip)
  const end = tours.end(trip)
  for (let taken = 0; taken <= breaks.length; taken++)
    readyAfter[start * breakStates + taken] = taken === 0 ? opens[start]! : never
  for (let node = start; ; node = next[node]!) {
    // Breaks can be taken where the vehicle stands.
    for (let taken = 0; taken < breaks.length; taken++) {
      const rested = afterBreak(breaks[taken]!, readyAfter[node * breakStates + taken]!)
      const then = node * breakStates + taken + 1
      if (rested < readyAfter[then]!) readyAfter[then] = rested
    }
    if (node === end) return
    const after = next[node]!
    const leg = durations[row[node]! + column[after]!]!
    for (let taken = 0; taken <= breaks.length; taken++) {
      const at = Math.max(readyAfter[node * breakStates + taken]! + leg, opens[after]!)
      readyAfter[after * breakStates + taken] = at > closes[after]! ? never : at + service[after]!
    }
  }
}

const backwardWithBreaks = (tours: Tours, trip: number): void => {
  const { latestAfter, breakStates, next, prev, row, column, durations, opens, closes, service } = tours
  const breaks = tours.breaks[trip]!
  const start = tours.start(trip)
  const end = tours.end(trip)
  for (let node = end; ; node = prev[node]!) {
    let leaveBy = -never
    for (let taken = breaks.length; taken >= 0; taken--) {
      const driveBy =
        node !== end
          ? latestAfter[next[node]! * breakStates + taken]! - durations[row[node]! + column[next[node]!]!]!
          : taken === breaks.length
            ? closes[end]!
            : -never
      // Either the next break is taken here, or somewhere after.
      const restBy = taken < breaks.length ? beforeBreak(breaks[taken]!, leaveBy) : -never
      leaveBy = Math.max(restBy, driveBy)
      const by = Math.min(closes[node]!, leaveBy - service[node]!)
      latestAfter[node * breakStates + taken] = by < opens[node]! ? -never : by
    }
    if (node === start) return
  }
}
