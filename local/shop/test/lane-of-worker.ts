import { addressesOfLane } from './lanes.ts'

// Before each file of flows. Vitest gives the files that run at one time different numbers, from 1 to the count of workers.
const folder = process.env.TEST_LANES_FOLDER
const lane = Number(process.env.VITEST_POOL_ID)
if (folder && lane > 1) Object.assign(process.env, await addressesOfLane(folder, lane))
