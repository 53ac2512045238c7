import { importCatalog } from './command.ts'

process.exitCode = await importCatalog(process.argv.slice(2), process.env, process.stdout)
