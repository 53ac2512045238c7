import { importCatalog } from './command.ts'
import { runCli } from './run-cli.ts'

await runCli(importCatalog)
