import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import { gatewayStatuses } from './domain/status.ts'
import { operatorRoutes } from './operator-routes.ts'

const signed = z.object({ 'x-twilio-signature': z.string().max(200).optional() })

const shopRoutes = defineRoutes({
  receipt: {
    method: 'POST',
    path: '/api/notifications/receipts/{messageId}',
    access: 'public',
    audience: 'shop',
    operationId: 'takeSmsReceipt',
    summary: 'Take a receipt of the SMS gateway',
    description:
      "What became of a text. For the gateway only: a status callback of Twilio's Messages API, signed by it.",
    params: z.object({ messageId: uuid.describe('Our name of the text, from its callback address') }),
    headers: signed,
    // The signature covers every field, also those we don't know.
    body: z
      .object({
        MessageSid: z.string().min(1).max(64),
        MessageStatus: z.enum(gatewayStatuses),
        ErrorCode: z.string().max(16).optional(),
      })
      .catchall(z.string())
      .meta({ id: 'SmsReceipt' }),
    encoding: 'form',
    examples: {
      delivered: {
        params: { messageId: '0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96' },
        body: { MessageSid: 'SM0123456789abcdef0123456789abcdef', MessageStatus: 'delivered' },
      },
      'not delivered': {
        params: { messageId: '0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96' },
        body: {
          MessageSid: 'SM0123456789abcdef0123456789abcdef',
          MessageStatus: 'undelivered',
          ErrorCode: '30003',
        },
      },
    },
    answers: { 204: { description: 'Taken note of; also when it was no news' } },
    errors: ['forbidden', 'not_found', 'unsupported_media_type'],
  },
  inbound: {
    method: 'POST',
    path: '/api/notifications/inbound',
    access: 'public',
    audience: 'shop',
    operationId: 'takeInboundSms',
    summary: 'Take a text that somebody sent us',
    description:
      "For the gateway only: an incoming message webhook of Twilio's Messages API, signed by it. STOP, СТОП and their likes end texts to the number, but for sign-in codes; START and СТАРТ bring them back. Anything else is let be.",
    headers: signed,
    body: z
      .object({
        MessageSid: z.string().min(1).max(64),
        From: z.string().min(1).max(64),
        Body: z.string().max(1600),
        OptOutType: z.string().max(16).optional().describe("The gateway's own reading: STOP, START or HELP"),
      })
      .catchall(z.string())
      .meta({ id: 'InboundSms' }),
    encoding: 'form',
    examples: {
      'no more texts': {
        body: { MessageSid: 'SM0123456789abcdef0123456789abcdef', From: '+79161234567', Body: 'СТОП' },
      },
    },
    answers: { 204: { description: 'Taken note of; also when it was of no concern' } },
    errors: ['forbidden', 'unsupported_media_type'],
  },
})

export const routes = { ...shopRoutes, ...operatorRoutes }
