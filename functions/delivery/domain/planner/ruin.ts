import type { Fleet } from './fleet.ts'
import type { Loose } from './loose.ts'
import type { Neighbours } from './neighbours.ts'
import type { Random } from './random.ts'
import type { Tours } from './tours.ts'
import type { Undo } from './undo.ts'

// As in Christiaens & Vanden Berghe, "Slack Induction by String Removals" (2020), table 3.
const meanRemoved = 10
const longestString = 10
const splitShare = 0.5
const splitGrows = 0.01

/**
 * Takes strings of neighbouring stops out of trips near a random job, so that what comes loose can change places.
 * Returns a function that does it once.
 */
export const stringRemoval = (
  tours: Tours,
  fleet: Fleet,
  undo: Undo,
  loose: Loose,
  { each, list }: Neighbours,
  random: Random,
): (() => void) => {
  const { next, prev, tripOf, movable, size, jobs } = tours
  const ruinedIn = new Int32Array(tours.trips)
  const seeds = Int32Array.from([...movable.keys()].filter((job) => movable[job] === 1))
  let round = 0

  const isMovable = (node: number) => node < jobs && movable[node] === 1

  /** Removes `length` stops around `job`; with a split, so many in the middle of them stay. */
  const removeString = (job: number, length: number, kept: number) => {
    const trip = tripOf[job]!
    const whole = length + kept
    let before = 0
    for (let node = prev[job]!; before < whole - 1 && isMovable(node); node = prev[node]!) before++
    let after = 0
    for (let node = next[job]!; after < whole - 1 && isMovable(node); node = next[node]!) after++
    // The string holds the job and stays within the trip.
    const least = Math.max(0, whole - 1 - after)
    const most = Math.min(before, whole - 1)
    let node = job
    for (let back = least + random.below(most - least + 1); back > 0; back--) node = prev[node]!
    undo.save(trip)
    const keptFrom = kept > 0 ? 1 + random.below(length - 1) : whole
    for (let index = 0; index < whole; index++) {
      const following = next[node]!
      if (index < keptFrom || index >= keptFrom + kept) {
        tours.remove(node)
        loose.add(node)
      }
      node = following
    }
    tours.reckon(trip)
  }

  const movableIn = (job: number): number => {
    // Frozen stops stand at the beginning of a trip.
    const trip = tripOf[job]!
    const anchor = tours.anchor[trip]!
    if (anchor >= jobs) return size[trip]!
    let count = 0
    for (let node = next[anchor]!; node < jobs; node = next[node]!) count++
    return count
  }

  const ruinTrip = (job: number, limit: number) => {
    const available = movableIn(job)
    const length = 1 + random.below(Math.min(available, limit))
    let kept = 0
    if (length > 1 && length < available && random.fraction() < splitShare) {
      kept = 1
      while (length + kept < available && random.fraction() < splitGrows) kept++
    }
    removeString(job, length, kept)
  }

  return () => {
    if (seeds.length === 0) return
    round++
    const used = Math.max(1, fleet.driven)
    const limit = Math.max(1, Math.min(longestString, (jobs - loose.count) / used))
    const mostTrips = (4 * meanRemoved) / (1 + limit) - 1
    const trips = Math.floor(1 + random.fraction() * mostTrips)
    const seed = seeds[random.below(seeds.length)]!
    let ruined = 0
    for (let rank = -1; rank < each && ruined < trips; rank++) {
      const job = rank < 0 ? seed : list[seed * each + rank]!
      const trip = tripOf[job]!
      if (trip < 0 || movable[job] === 0 || ruinedIn[trip] === round) continue
      ruinedIn[trip] = round
      ruinTrip(job, limit)
      ruined++
    }
  }
}
