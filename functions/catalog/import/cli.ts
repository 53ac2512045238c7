import { importCatalog } from './command.ts'

// A second one ends the process at once: whatever is being written is rolled back then.
const stop = new AbortController()
process.once('SIGINT', () => stop.abort(130))
process.once('SIGTERM', () => stop.abort(143))

// Whoever reads along may leave (`| head`); the import goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await importCatalog(process.argv.slice(2), process.env, process.stdout, stop.signal)
