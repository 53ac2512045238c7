import { type RabbitMq, startRabbitMq } from '../../../local/engines/rabbitmq/rabbitmq.ts'
import { required } from '../../support/required.ts'

/** The flow run's broker with a vhost of this name. */
export const vhostOfFlows = async (name: string): Promise<RabbitMq> => {
  const rabbitMq = await startRabbitMq({
    dataDir: '',
    log: () => {},
    url: required('TEST_RABBITMQ_URL'),
    consoleUrl: required('TEST_RABBITMQ_MANAGEMENT_URL'),
  })
  await rabbitMq.ensureVhost(name)
  return rabbitMq
}
