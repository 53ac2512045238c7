import { importCatalog } from './command.ts'
import { stopsOfProcess } from './stops.ts'

// Whoever reads along may leave (`| head`); the import goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Whatever is being written when the process is ended is rolled back.
process.exitCode = await importCatalog(process.argv.slice(2), process.env, process.stdout, stopsOfProcess())
