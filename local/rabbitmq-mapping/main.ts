import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { followStack } from '../deployed/follow.ts'
import { clientsFor } from '../deployed/place.ts'
import { errorText, streamLog } from '../runner/log.ts'
import { deployedMappings } from './mappings.ts'

const usage = `Hands messages of RabbitMQ to deployed Lambda functions, as AWS does for Amazon MQ and no emulator does.

  node local/rabbitmq-mapping/main.ts --rabbitmq-url URL [options]

  --rabbitmq-url URL  amqp://user:password@host:port/vhost (or RABBITMQ_URL)
  --endpoint URL      the emulator (or AWS_ENDPOINT_URL; neither: AWS)
  --stack NAME        whose functions' metadata say what is mapped (korob-local)
  --host ADDRESS      where its state can be asked for (127.0.0.1)
  --port N            the same (a free port)
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'rabbitmq-url': { type: 'string', default: process.env.RABBITMQ_URL },
      endpoint: { type: 'string', default: process.env.AWS_ENDPOINT_URL },
      stack: { type: 'string', default: 'korob-local' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  const url = values['rabbitmq-url']
  if (!url) throw new Error(`--rabbitmq-url is missing\n\n${usage}`)

  const clients = clientsFor({ endpoint: values.endpoint })
  const mappings = deployedMappings(clients.lambda, url, streamLog(process.stdout))
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const following = followStack({
    client: clients.cloudFormation,
    stack: values.stack,
    say,
    async onChange(stack) {
      await mappings.apply(stack)
      if (!stack) say(`the stack ${values.stack} is gone`)
      for (const { source, function: name } of mappings.list()) say(`${source} → ${name}`)
    },
  })

  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ mappings: mappings.list() }))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(values.port), values.host, resolve)
  })
  const address = server.address()
  say(`READY http://${values.host}:${typeof address === 'object' ? address?.port : address}`)

  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await following.stop()
    await mappings.stop()
    clients.close()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop().then(() => process.exit(0), fail))
}

function fail(error: unknown): never {
  console.error(`RabbitMQ mapping: ${errorText(error)}`)
  process.exit(1)
}

main().catch(fail)
