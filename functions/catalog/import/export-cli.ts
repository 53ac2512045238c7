import { exportCatalog } from './export-command.ts'
import { stopsOfProcess } from './stops.ts'

process.exitCode = await exportCatalog(process.argv.slice(2), process.env, process.stdout, stopsOfProcess())
