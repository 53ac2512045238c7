import type { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { startFauxqs } from 'fauxqs'
import { answeredForPage } from './page-access.ts'

// The SQS, SNS and S3 emulator as a process of its own: node fauxqs.ts PORT DATA_DIR

// It listens on every address and has no setting for that; this process has no other server.
const listen = Server.prototype.listen
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [first, ...rest] = args
  const onLoopback = typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first
  return listen.apply(this, [onLoopback, ...rest] as unknown as Parameters<typeof listen>)
} as typeof listen

const emit = Server.prototype.emit as (this: Server, name: string, ...args: unknown[]) => boolean
Server.prototype.emit = function (this: Server, name: string, ...args: unknown[]) {
  const [request, response] = args as [IncomingMessage, ServerResponse]
  return name === 'request' && answeredForPage(request, response) ? true : emit.call(this, name, ...args)
} as typeof Server.prototype.emit

const [port, dataDir] = process.argv.slice(2)
const server = await startFauxqs({ port: Number(port), dataDir, logger: false, host: undefined })

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
console.log(`READY http://127.0.0.1:${server.port}`)
