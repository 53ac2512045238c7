import { relay } from '@korob/platform/relay'

export const handler = relay('rabbitmq')
