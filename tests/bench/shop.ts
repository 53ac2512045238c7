import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { clearData } from '../../local/engines/clear.ts'
import { printedProgress } from '../../local/shop/progress.ts'
import { type Shop, startShop } from '../../local/shop/shop.ts'

export interface BenchShop {
  shop: Shop
  /** An administrator's connection. */
  db: pg.Client
  stop(): Promise<void>
}

export interface BenchShopOptions {
  openSearch: boolean
  /** Couriers of the demo city: with many, slots aren't what limits orders. */
  fleetSize: number
  maxEnvironments?: number
  spareConnections?: number
  /** A folder whose data stay for the next run; else they are gone with this one. */
  dataDir?: string | undefined
}

/** A whole shop on engines, ports and a data folder of its own, with data as safe as in `npm start`. */
export const startBenchShop = async ({ openSearch, ...options }: BenchShopOptions): Promise<BenchShop> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'korob-bench-'))
  const clear = () => {
    if (!options.dataDir) clearData(dataDir)
  }
  const shop = await startShop({
    dataDir,
    existing: openSearch ? {} : { openSearchUrl: 'off' },
    web: false,
    seed: 'none',
    schedules: false,
    durable: true,
    maxEnvironments: options.maxEnvironments,
    spareConnections: options.spareConnections,
    progress: printedProgress(),
  }).catch((error: unknown) => {
    clear()
    throw error
  })
  const db = new pg.Client({ connectionString: shop.databaseUrl })
  const stop = async () => {
    await db.end()
    await shop.stop()
    clear()
  }
  try {
    await db.connect()
    for (const name of (shop.runner.outputs.SeedFunctions ?? '').split(',').filter(Boolean)) {
      const { functionError, payload } = await shop.runner.invoke(name, { fleetSize: options.fleetSize })
      if (functionError) throw new Error(`${name}: ${JSON.stringify(payload)}`)
    }
    return { shop, db, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
