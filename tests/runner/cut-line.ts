import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** A TCP line to a server that a test can cut and mend, as if the server had gone away. */
export type CutLine = { port: number; cut(): void; mend(): void; close(): Promise<void> }

export async function cutLine(host: string, port: number): Promise<CutLine> {
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) {
      near.destroy()
      return
    }
    const far = dial(port, host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      whole = false
      drop()
    },
    mend() {
      whole = true
    },
    async close() {
      drop()
      server.close()
      await once(server, 'close')
    },
  }
}
