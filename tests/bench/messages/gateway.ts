import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

// An SMS gateway that takes every text at once, in a process of its own: what it costs is not the shop's.
// Tells at GET /arrivals when each number's first text came, by this machine's clock.

const arrivals = new Map<string, number>()

const server = createServer(async (request, response) => {
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.url === '/arrivals') return void answer(200, Object.fromEntries(arrivals))
  if (request.url === '/count') return void answer(200, arrivals.size)
  const atMs = Date.now()
  const to = new URLSearchParams(await text(request)).get('To') ?? ''
  if (!arrivals.has(to)) arrivals.set(to, atMs)
  // Never one that a gateway of before has given: a text known by it would have to make way.
  answer(201, { sid: `SM${randomUUID().replaceAll('-', '')}` })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : undefined)
})
process.on('disconnect', () => process.exit())
