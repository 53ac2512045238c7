import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import aws4 from 'aws4'
import { served } from '../../support/served.ts'

export interface AwsText {
  DestinationPhoneNumber: string
  OriginationIdentity: string
  MessageBody: string
  MessageType: string
  ConfigurationSetName: string
  TimeToLive: number
  Context: { messageId: string }
}

/** What the gateway does with the next texts. */
export type Manner = 'takes' | 'takes and is silent' | { status: number; type: string; reason?: string }

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret key for tests' }

/** As AWS checks it: whoever knows the key signs the same request alike. */
const isSigned = ({ headers }: IncomingMessage, body: string): boolean => {
  const { authorization, 'content-type': type, 'x-amz-target': target, 'x-amz-date': date, host } = headers
  const again = { 'content-type': type, 'x-amz-target': target, 'X-Amz-Date': date } as Record<string, string>
  const signed = aws4.sign(
    { service: 'sms-voice', region: 'eu-central-1', host: host ?? '', method: 'POST', path: '/', headers: again, body },
    credentials,
  )
  return signed.headers.Authorization === authorization
}

/** SendTextMessage of AWS End User Messaging, by its wire protocol; the platform's settings point at it. */
export const startAwsSms = async () => {
  const texts: (AwsText & { MessageId: string })[] = []
  let manner: Manner = 'takes'
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const refuse = (status: number, __type: string, Reason?: string) =>
      response
        .writeHead(status)
        .end(JSON.stringify({ __type, Reason, Message: `to ${JSON.parse(body).DestinationPhoneNumber}` }))
    if (!isSigned(request, body)) return void refuse(400, 'InvalidSignatureException')
    if (request.headers['x-amz-target'] !== 'PinpointSMSVoiceV2.SendTextMessage')
      return void refuse(400, 'UnknownOperationException')
    if (typeof manner === 'object') return void refuse(manner.status, manner.type, manner.reason)
    const MessageId = `aws-${texts.length + 1}`
    texts.push({ ...(JSON.parse(body) as AwsText), MessageId })
    if (manner === 'takes and is silent') return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ MessageId }))
  })
  const { url, close } = await served(server)
  const settings: Record<string, string> = {
    SMS_GATEWAY: 'aws',
    SMS_CONFIGURATION_SET: 'korob-test',
    SMS_FROM: 'Korob',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: `${url}/`,
    PUBLIC_URL: 'https://korob.example',
  }
  Object.assign(process.env, settings)
  return {
    texts,
    behave: (next: Manner) => {
      manner = next
    },
    close: () => {
      // Files of flows share their process.
      for (const name of Object.keys(settings)) delete process.env[name]
      return close()
    },
  }
}
