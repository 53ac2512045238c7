import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearData } from '../../../local/engines/clear.ts'
import { table } from '../measure/table.ts'
import { memoryRows } from './memory-report.ts'
import { freshSettings, startShopProcess } from './shop-process.ts'

/** After it, what a start leaves behind has settled: garbage is collected, schedules have run once. */
const settleMs = 65_000

/** `npm start` twice on the same data: how long each takes to be ready, and what the shop holds in memory when idle. */
export const benchStart = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'korob-bench-start-'))
  const settings = await freshSettings(dataDir)
  try {
    const first = await startShopProcess(settings)
    await first.stop()
    const second = await startShopProcess(settings)
    try {
      console.log(
        table(
          ['npm start', 'ready after s', 'CPU s'],
          [
            ['first, data empty, packages and engines there', first.readyMs / 1000, first.cpuMs / 1000],
            ['second', second.readyMs / 1000, second.cpuMs / 1000],
          ],
        ),
      )
      await new Promise((resolve) => setTimeout(resolve, settleMs))
      console.log(`\n${table(['idle, a minute after the second start', 'MB'], memoryRows(second.pid))}`)
    } finally {
      await second.stop()
    }
  } finally {
    clearData(dataDir)
  }
}
