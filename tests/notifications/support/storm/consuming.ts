import type { RabbitMqEvent } from '@korob/platform/rabbit-consumer'
import type { QueueName } from '@korob/platform/topology'
import type { Context } from 'aws-lambda'
import { Broker } from '../../../../local/runner/rabbitmq/broker.ts'
import { RabbitMqMapping } from '../../../../local/runner/rabbitmq/mapping.ts'
import { lambdaContext } from '../../../support/lambda-context.ts'

type Handler = (batch: RabbitMqEvent, context: Context) => Promise<void>

/** The runner's mappings, with their own batches and window, at handlers of this process. */
export const consume = (url: string, handlers: Partial<Record<QueueName, Handler>>) => {
  const broker = new Broker(url)
  const mappings = Object.entries(handlers).map(
    ([queue, handler]) =>
      new RabbitMqMapping(
        { id: queue, functionName: queue, queue, batchSize: 100, windowMs: 500, filter: undefined, enabled: true },
        {
          broker,
          eventSourceArn: 'arn:aws:mq:us-east-1:000000000000:broker:storm',
          log: () => undefined,
          lambda: {
            invoke: async (_name, payload) => {
              const answer = { requestId: '', payload: 'null', log: '' }
              try {
                await handler(JSON.parse(payload) as RabbitMqEvent, lambdaContext())
                return { ...answer, functionError: undefined }
              } catch {
                return { ...answer, functionError: 'Unhandled' as const }
              }
            },
          },
        },
      ),
  )
  for (const mapping of mappings) mapping.start()
  return {
    stop: async () => {
      for (const mapping of mappings) await mapping.stop()
      await broker.close()
    },
  }
}
