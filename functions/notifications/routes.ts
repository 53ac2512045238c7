import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import { gatewayStatuses } from './domain/status.ts'

export const routes = defineRoutes({
  receipt: {
    method: 'POST',
    path: '/api/notifications/receipts/{messageId}',
    access: 'public',
    audience: 'shop',
    summary: 'The SMS gateway reports what became of a text; signed with X-Twilio-Signature.',
    params: z.object({ messageId: uuid }),
    headers: z.object({ 'x-twilio-signature': z.string().max(200).optional() }),
    // The signature covers every field, also those we don't know.
    body: z
      .object({
        MessageSid: z.string().min(1).max(64),
        MessageStatus: z.enum(gatewayStatuses),
        ErrorCode: z.string().max(16).optional(),
      })
      .catchall(z.string()),
    encoding: 'form',
    answers: { 204: { description: 'Taken note of; also when it was no news.' } },
    errors: ['forbidden', 'not_found', 'unsupported_media_type'],
  },
})
