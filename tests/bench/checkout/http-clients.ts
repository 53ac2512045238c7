import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { generate } from '../load/generator.ts'
import { type Assortment, newCheckout } from './basket.ts'

export interface HttpClientsSetup {
  apiUrl: string
  assortment: Assortment
}

// A connection per client, kept, as browsers do.
const agent = new Agent({ keepAlive: true })

const post = (url: string, body: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
    }
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

generate<HttpClientsSetup>(async ({ apiUrl, assortment }) => async () => async () => {
  const { status, text } = await post(`${apiUrl}/api/orders`, JSON.stringify(newCheckout(assortment)))
  if (status !== 201) throw new Error(`${status} ${(JSON.parse(text) as { code?: string }).code ?? text}`)
})
