import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SecretsServer {
  url: string
  close(): Promise<void>
}

/** GetSecretValue over HTTP for the values given; AWS's client is pointed at it. */
export const startSecrets = async (secrets: Record<string, unknown>): Promise<SecretsServer> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { SecretId: id } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { SecretId: string }
      const isKnown = Object.hasOwn(secrets, id)
      response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(
        JSON.stringify(
          isKnown ? { Name: id, SecretString: JSON.stringify(secrets[id]) } : { __type: 'ResourceNotFoundException' },
        ),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
