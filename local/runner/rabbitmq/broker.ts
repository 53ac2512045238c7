import { type Channel, type ChannelModel, connect } from 'amqplib'

/** One connection for all mappings, opened when a channel is asked for and there is none. */
export class Broker {
  readonly virtualHost: string
  readonly #url: string
  #connection: Promise<ChannelModel> | undefined

  constructor(url: string) {
    const parsed = new URL(url)
    this.virtualHost = decodeURIComponent(parsed.pathname.slice(1)) || '/'
    // A broker that vanishes without closing its sockets is noticed after two missed heartbeats.
    if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', '10')
    this.#url = parsed.href
  }

  async channel(): Promise<Channel> {
    this.#connection ??= this.#open()
    const connection = await this.#connection
    return connection.createChannel()
  }

  async #open(): Promise<ChannelModel> {
    try {
      const connection = await connect(this.#url, { timeout: 5000 })
      const lost = (): void => {
        this.#connection = undefined
      }
      // Without a listener the error would end the process; 'close' follows it and channels close too.
      connection.on('error', lost)
      connection.on('close', lost)
      return connection
    } catch (error) {
      this.#connection = undefined
      throw error
    }
  }

  async close(): Promise<void> {
    const opening = this.#connection
    this.#connection = undefined
    const connection = await opening?.catch(() => undefined)
    await connection?.close().catch(() => undefined)
  }
}
