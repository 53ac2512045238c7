import { middleware } from '@korob/platform/middleware'
import { takeSmsEvents } from '../sending/take-sms-events.ts'

export const handler = middleware(takeSmsEvents)
