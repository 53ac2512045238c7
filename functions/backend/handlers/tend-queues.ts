import { middleware } from '@korob/platform/middleware'
import { tendQueues } from '../actions/tend-queues.ts'

export const handler = middleware(() => tendQueues())
