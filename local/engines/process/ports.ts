import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { EngineError } from '../error.ts'
import { listenerOf } from './port-owner.ts'

// Below what systems give to connections and to listeners that ask for any port (32768 on, 49152 on): such a port would
// be free now and somebody's in the seconds until a server takes it. Above what servers are usually set to.
const lowest = 16_000
const highest = 32_000

/** By this process: who got one may not listen on it yet. */
const given = new Set<number>()

/** A TCP port on loopback that nothing listens on, and that nobody is given unless asked for by number. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest)
    if (given.has(port)) continue
    given.add(port)
    if (!(await obstacleAt(port))) return port
  }
}

/** Whether something listens on a port of loopback. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const answer = (listens: boolean) => {
      socket.destroy()
      resolve(listens)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

export type PortWish = {
  /** What wants the port, in words for a message: `PostgreSQL`. */
  readonly use: string
  readonly port: number
  /** The setting that chooses another: `KOROB_POSTGRES_PORT`. */
  readonly setting?: string
}

/** Throws when the port is taken, naming who has it. */
export async function assertPortFree(wish: PortWish): Promise<void> {
  const obstacle = await obstacleAt(wish.port)
  if (!obstacle) return
  const another = (port: number) => (wish.setting ? `choose another port: ${wish.setting}=${port} npm start` : '')
  if (obstacle === 'EACCES') {
    throw new EngineError(
      `Port ${wish.port}, meant for ${wish.use}, may not be used by this user: those below 1024 are the administrator's.`,
      `Please ${another(wish.port + 8000) || 'choose another port'}.`,
    )
  }
  const owner = listenerOf(wish.port)
  const by = owner ? ` by ${owner.name} (process ${owner.pid})` : ''
  const other = wish.setting ? `, or ${another(await freeAbove(wish.port))}` : ''
  throw new EngineError(
    `Port ${wish.port}, meant for ${wish.use}, is taken${by}.`,
    `Stop ${owner ? `process ${owner.pid}` : 'what listens there'}${other}.`,
  )
}

/** A free port that is none of a shop's others, which lie side by side: thousands above. */
async function freeAbove(port: number): Promise<number> {
  for (let other = port + 1000; other <= 65_535; other += 1000) if (!(await obstacleAt(other))) return other
  return freePort()
}

/** The port asked for, once known to be free, or else any. */
export async function claimPort(wish: Omit<PortWish, 'port'> & { readonly port: number | undefined }): Promise<number> {
  if (wish.port === undefined || wish.port === 0) return freePort()
  await assertPortFree({ ...wish, port: wish.port })
  return wish.port
}

// Binding to every address finds a listener on any of them; binding to loopback alone would miss one on 0.0.0.0 on some systems.
async function obstacleAt(port: number): Promise<Obstacle | undefined> {
  return (await obstacleTo(port, '127.0.0.1')) ?? (await obstacleTo(port, undefined))
}

type Obstacle = 'EADDRINUSE' | 'EACCES'

function obstacleTo(port: number, host: string | undefined): Promise<Obstacle | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(error.code)
      else reject(error)
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
