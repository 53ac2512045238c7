import { Agent, get } from 'node:http'
import { generate } from '../load/generator.ts'
import { queries as usual } from './queries.ts'

const agent = new Agent({ keepAlive: true })

const read = (url: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = get(url, { agent }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
  })

let turn = 0

interface Setup {
  apiUrl: string
  /** Others than the usual ones. */
  queries?: readonly Record<string, string>[]
  path?: string
}

generate<Setup>(async ({ apiUrl, queries = usual, path = '/api/search' }) => async () => async () => {
  const query = queries[turn++ % queries.length]
  const { status, text } = await read(`${apiUrl}${path}?${new URLSearchParams(query)}`)
  if (status !== 200) throw new Error(`${status} ${text}`)
  const { engine } = JSON.parse(text) as { engine?: string }
  if (engine !== undefined && engine !== 'opensearch') throw new Error(`answered by ${engine}`)
})
