import { exportCatalog } from './export-command.ts'
import { runCli } from './run-cli.ts'

await runCli(exportCatalog)
