import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** A TCP line to a server that a test can break, as if the server had gone away. */
export type CutLine = {
  port: number
  /** Connections taken or refused so far. */
  tried(): number
  /** Connections are reset, and so is every new one. */
  cut(): void
  /** Connections are taken, but nothing comes through: the server hangs. */
  stall(): void
  mend(): void
  close(): Promise<void>
}

/** `listenOn` is this machine's address that the line begins at. */
export async function cutLine(host: string, port: number, listenOn = '127.0.0.1'): Promise<CutLine> {
  const sockets = new Set<Socket>()
  let state: 'whole' | 'cut' | 'stalled' = 'whole'
  let tried = 0
  const keep = (socket: Socket, onClose: () => void): void => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      onClose()
    })
  }
  const server = createServer((near) => {
    tried += 1
    if (state === 'cut') {
      near.destroy()
      return
    }
    if (state === 'stalled') {
      keep(near, () => {})
      return
    }
    const far = dial(port, host)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      keep(one, () => other.destroy())
    near.pipe(far).pipe(near)
  }).listen(0, listenOn)
  await once(server, 'listening')
  const change = (to: typeof state): void => {
    state = to
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    tried: () => tried,
    cut: () => change('cut'),
    stall: () => change('stalled'),
    mend: () => change('whole'),
    async close() {
      change('cut')
      server.close()
      await once(server, 'close')
    },
  }
}
