import { Agent, request } from 'node:http'
import { connect } from 'amqplib'
import pg from 'pg'

/** As many at once as our function sends. */
const parallel = 24
/** As many as our function's connections. */
const connections = 16

const post = (agent: Agent, url: string, to: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const body = new URLSearchParams({ To: to, From: 'Korob', Body: 'Заказ K1 подтверждён: 12 990 ₽.' }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
    request(url, { method: 'POST', agent, headers }, (answer) => answer.resume().on('end', resolve).on('error', reject))
      .on('error', reject)
      .end(body)
  })

const perSecond = async (count: number, work: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now()
  await work()
  return count / ((performance.now() - startedAt) / 1000)
}

/** Posts a second that the gateway takes of a client that does nothing else, by node:http as ours. */
export const barePosts = async (gatewayUrl: string, count: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true })
  let sent = 0
  const rate = await perSecond(count, async () => {
    const one = async () => {
      for (let at = sent++; at < count; at = sent++)
        await post(agent, gatewayUrl, `+7900${String(at).padStart(7, '0')}`)
    }
    await Promise.all(Array.from({ length: parallel }, one))
  })
  agent.destroy()
  return rate
}

interface Consumption {
  amqpUrl: string
  databaseUrl: string
  queue: string
  count: number
  /** Where each message is posted too; undefined: nowhere. */
  gatewayUrl?: string
}

/** Messages a second of amqplib with an insert for each, and maybe a post, acknowledged one by one. */
export const bareConsumer = async (options: Consumption): Promise<number> => {
  const { amqpUrl, databaseUrl, queue, count, gatewayUrl } = options
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  const agent = new Agent({ keepAlive: true, maxSockets: parallel })
  const connection = await connect(amqpUrl)
  const channel = await connection.createChannel()
  await channel.prefetch(100)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let taken = 0
  let done = 0
  const work = async (content: string, at: number): Promise<void> => {
    await pool.query('insert into bench_message (body) values ($1)', [content])
    if (gatewayUrl) await post(agent, gatewayUrl, `+7901${String(at).padStart(7, '0')}`)
  }
  const rate = await perSecond(count, async () => {
    await channel.consume(queue, (message) => {
      if (!message) return
      taken += 1
      work(message.content.toString(), taken).then(() => {
        if (done === count) return
        channel.ack(message)
        done += 1
        if (done === count) resolve()
      }, reject)
    })
    await promise
  })
  await connection.close()
  await pool.end()
  agent.destroy()
  return rate
}
