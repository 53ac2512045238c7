import { afterBreak, never } from './breaks.ts'
import type { Tours } from './tours.ts'

/** More than any detour costs. */
export const nowhere = 0x7fffffff

/** Where a job can go: behind a node, and what that costs. */
export interface Place {
  cost: number
  behind: number
}

/**
 * The cheapest place for a job in a trip, put into `found`, since there are too many searches to allocate for; `except`
 * is a node behind which it is not looked for.
 */
export const scan = (tours: Tours, job: number, trip: number, except: number, found: Place): void => {
  found.cost = nowhere
  found.behind = -1
  if (tours.anchor[trip]! < 0 || !tours.fits(job, trip)) return
  if (tours.breaks[trip]!.length > 0) scanWithBreaks(tours, job, trip, except, found)
  else scanPlain(tours, job, trip, except, found)
}

const scanPlain = (tours: Tours, job: number, trip: number, except: number, found: Place): void => {
  const { next, ready, latest, legCost, row, column, durations, durationsTo, costs, costsTo } = tours
  const opens = tours.opens[job]!
  const closes = tours.closes[job]!
  const service = tours.service[job]!
  const done = opens + service
  const own = row[job]!
  const end = tours.end(trip)
  let least = nowhere
  let behind = -1
  for (let node = tours.anchor[trip]!; node !== end; ) {
    const leaves = ready[node]!
    // Nodes after this one are left later still.
    if (leaves > closes) break
    const after = next[node]!
    const by = latest[after]!
    if (by >= done) {
      const into = own + column[node]!
      const out = own + column[after]!
      let at = leaves + durationsTo[into]!
      if (at < opens) at = opens
      if (at <= closes && at + service + durations[out]! <= by) {
        const detour = costsTo[into]! + costs[out]! - legCost[after]!
        if (detour < least && node !== except) {
          least = detour
          behind = node
        }
      }
    }
    node = after
  }
  found.cost = least
  found.behind = behind
}

/** With breaks before the job, after it, or around it: whatever is possible is found. */
const fitsWithBreaks = (tours: Tours, job: number, trip: number, node: number): boolean => {
  const { readyAfter, latestAfter, breakStates, row, column, durations } = tours
  const breaks = tours.breaks[trip]!
  const after = tours.next[node]!
  const into = durations[row[node]! + column[job]!]!
  const out = durations[row[job]! + column[after]!]!
  let leaves = never
  for (let taken = 0; taken <= breaks.length; taken++) {
    const at = Math.max(readyAfter[node * breakStates + taken]! + into, tours.opens[job]!)
    const served = at > tours.closes[job]! ? never : at + tours.service[job]!
    const rested = taken > 0 ? afterBreak(breaks[taken - 1]!, leaves) : never
    leaves = Math.min(served, rested)
    if (leaves < never && leaves + out <= latestAfter[after * breakStates + taken]!) return true
  }
  return false
}

const scanWithBreaks = (tours: Tours, job: number, trip: number, except: number, found: Place): void => {
  const { next, legCost, row, column, costs } = tours
  const end = tours.end(trip)
  for (let node = tours.anchor[trip]!; node !== end; node = next[node]!) {
    const after = next[node]!
    const detour = costs[row[node]! + column[job]!]! + costs[row[job]! + column[after]!]! - legCost[after]!
    if (detour < found.cost && node !== except && fitsWithBreaks(tours, job, trip, node)) {
      found.cost = detour
      found.behind = node
    }
  }
}
