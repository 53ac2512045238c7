import { createServer, type Server } from 'node:http'
import { parseArgs } from 'node:util'
import { errorText } from '../runner/log.ts'
import { type Edge, startEdge } from '../shop/edge/edge.ts'
import { outputOf } from '../shop/provision.ts'
import { reachableApiUrl } from './api-url.ts'
import { bucketFiles } from './bucket-files.ts'
import { followStack } from './follow.ts'
import { clientsFor } from './place.ts'
import { localStack } from './release.ts'
import type { DeployedStack } from './stack.ts'

// The page from its bucket and the API of a deployed stack, under one address:
// node local/deployed/edge-process.ts --endpoint URL [--stack NAME] [--host ADDRESS] [--port N]

const say = (line: string) => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: 'string', default: process.env.AWS_ENDPOINT_URL },
      stack: { type: 'string', default: localStack },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '3000' },
    },
  })
  const { endpoint, host, stack } = values
  const port = Number(values.port)
  const clients = clientsFor({ endpoint })
  let open: { stop: () => Promise<void> } = await notDeployed(host, port, stack)
  say(`READY http://localhost:${port}`)

  const edgeOf = async (found: DeployedStack): Promise<Edge> => {
    const web = bucketFiles(clients.s3, outputOf(found, 'WebBucket'))
    const apiUrl = reachableApiUrl(outputOf(found, 'ApiUrl'), endpoint)
    const edge = await startEdge({ port, host, web, apiUrl })
    say(`the API is ${apiUrl}`)
    return edge
  }
  const following = followStack({
    client: clients.cloudFormation,
    stack,
    say,
    async onChange(found) {
      await open.stop()
      open = found ? await edgeOf(found) : await notDeployed(host, port, stack)
    },
  })
  const stop = async () => {
    await following.stop()
    await open.stop()
    clients.close()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop().then(() => process.exit(0), fail))
}

/** Says so to whoever asks before there is a stack. */
async function notDeployed(host: string, port: number, stack: string): Promise<{ stop: () => Promise<void> }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' })
    response.end(`The stack ${stack} is not deployed yet.\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function fail(error: unknown): never {
  console.error(`edge: ${errorText(error)}`)
  process.exit(1)
}

main().catch(fail)
