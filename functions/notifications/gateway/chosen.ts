import { optionalSetting } from '@korob/platform/config'
import type { SmsGateway } from '../domain/gateway.ts'
import { awsGateway } from './aws.ts'
import { twilio } from './twilio.ts'

const gateways: Readonly<Record<string, SmsGateway>> = { twilio, aws: awsGateway }

/** The gateway that the stage sends by. @throws for a name that is none */
export const chosenGateway = (): SmsGateway => {
  const name = optionalSetting('SMS_GATEWAY') ?? 'twilio'
  const gateway = gateways[name]
  if (!gateway) throw new Error(`setting SMS_GATEWAY must be one of ${Object.keys(gateways).join(', ')}, not '${name}'`)
  return gateway
}
