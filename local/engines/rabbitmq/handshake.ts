import { connect } from 'node:net'

// AMQP 0-9-1 §4.2.2: the protocol header, which a server that serves answers with a method frame (type 1), connection.start.
const protocolHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1])

/** What a server says when a client comes, in whole; undefined where nobody, or something else, is there. */
function greeting(host: string, port: number, withinMs: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => socket.write(protocolHeader))
    let heard = Buffer.alloc(0)
    const answer = (frame: Buffer | undefined) => {
      socket.destroy()
      resolve(frame)
    }
    socket.setTimeout(withinMs, () => answer(undefined))
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      if (heard[0] !== 1) answer(undefined)
      // Type, channel, size (at 3), payload, end.
      else if (heard.length >= 7 && heard.length >= 8 + heard.readUInt32BE(3)) answer(heard)
    })
    socket.once('error', () => answer(undefined))
    socket.once('close', () => answer(undefined))
  })
}

/** Whether an AMQP server, rather than only an open port, is there. */
export async function speaksAmqp(host: string, port: number): Promise<boolean> {
  return (await greeting(host, port, 2000)) !== undefined
}

/** `{ product: 'RabbitMQ', version: '4.2.1' }` as the server at this address introduces itself; undefined where none does. */
export async function introduction(host: string, port: number): Promise<Introduction | undefined> {
  const frame = await greeting(host, port, 10_000)
  return frame && { product: propertyOf(frame, 'product'), version: propertyOf(frame, 'version') }
}

export type Introduction = { readonly product: string; readonly version: string }

/** A field of the server's properties (§4.2.5.5): its name's length and name, `S`, the value's length and the value. */
export function propertyOf(frame: Buffer, name: string): string {
  const key = Buffer.concat([Buffer.from([name.length]), Buffer.from(`${name}S`)])
  const at = frame.indexOf(key)
  if (at < 0) return ''
  const start = at + key.length + 4
  return frame.toString('utf8', start, start + frame.readUInt32BE(start - 4))
}
