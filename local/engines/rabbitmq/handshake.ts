import { connect } from 'node:net'

// AMQP 0-9-1 §4.2.2: the protocol header, which a server that serves answers with a method frame (type 1), connection.start.
const protocolHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1])

/** Whether an AMQP server, rather than only an open port, is there. */
export function speaksAmqp(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => socket.write(protocolHeader))
    const answer = (speaks: boolean) => {
      socket.destroy()
      resolve(speaks)
    }
    socket.setTimeout(2000, () => answer(false))
    socket.once('data', (chunk) => answer(chunk[0] === 1))
    socket.once('error', () => answer(false))
    socket.once('close', () => answer(false))
  })
}
