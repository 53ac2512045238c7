import { middleware } from '@korob/platform/middleware'
import { sendLeftovers } from '../sending/send-leftovers.ts'

export const handler = middleware(sendLeftovers)
