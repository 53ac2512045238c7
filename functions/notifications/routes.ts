import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import { gatewayStatuses } from './domain/status.ts'

export const routes = defineRoutes({
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
    headers: z.object({ 'x-twilio-signature': z.string().max(200).optional() }),
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
})
