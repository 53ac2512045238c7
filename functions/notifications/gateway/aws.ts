import { awsCredentials } from '@korob/platform/aws-credentials'
import { signRequest } from '@korob/platform/aws-signature'
import { integerSetting, optionalSetting, setting } from '@korob/platform/config'
import { type OutgoingText, type SmsGateway, validSeconds } from '../domain/gateway.ts'
import { readAwsAnswer } from './aws-answers.ts'
import type { Call } from './connection.ts'
import { handOver } from './hand-over.ts'

// https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
const validity = { least: 5, most: 259_200 }

const endpoint = (region: string): URL =>
  new URL(optionalSetting('AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2') ?? `https://sms-voice.${region}.amazonaws.com/`)

const request = (text: OutgoingText) => ({
  DestinationPhoneNumber: text.to,
  OriginationIdentity: setting('SMS_FROM'),
  MessageBody: text.body,
  MessageType: 'TRANSACTIONAL',
  ConfigurationSetName: setting('SMS_CONFIGURATION_SET'),
  TimeToLive: validSeconds(text, Date.now(), validity),
  // Comes back with every event: so they are known for this text's, also where this call's answer was lost.
  Context: { messageId: text.messageId },
})

const signedCall = async (text: OutgoingText): Promise<Call> => {
  const region = setting('AWS_REGION')
  const url = endpoint(region)
  const body = JSON.stringify(request(text))
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
  }
  const { pathname: path, host } = url
  const signed = await signRequest({ service: 'sms-voice', region, host, method: 'POST', path, headers, body })
  return {
    method: 'POST',
    url,
    headers: signed.headers,
    body,
    timeoutMs: integerSetting('SMS_GATEWAY_TIMEOUT_MS', 6_000),
  }
}

// Not by AWS' client: it would try again by itself, when the first try may have been taken.
const send: SmsGateway['send'] = (text, handingOver) =>
  handOver(
    async () => {
      // Its keys are kept from here on, so that signing takes no time.
      await awsCredentials()
      return () => signedCall(text)
    },
    readAwsAnswer,
    handingOver,
  )

/**
 * AWS End User Messaging SMS. It lists no messages: a text whose answer was lost is never sent again, but waits for its
 * events. https://docs.aws.amazon.com/sms-voice/latest/userguide/what-is-sms-mms.html
 */
export const awsGateway: SmsGateway = { send }
