import { Problem } from '@korob/platform/errors'
import type { HttpRequest } from '@korob/platform/http'
import { count, logger } from '@korob/platform/observability'
import { meaningOf } from '../domain/status.ts'
import { isFromTwilio } from '../gateway/twilio-callback.ts'
import type { routes } from '../routes.ts'
import { applyReceipt } from '../store/receipt.ts'
import { receiptUrl } from './settings.ts'

/** Takes a status callback. @throws Problem `forbidden` when it is forged, `not_found` when it is about no message of ours */
export const takeReceipt = async ({
  params,
  headers,
  body,
}: HttpRequest<(typeof routes)['receipt']>): Promise<void> => {
  const { messageId } = params
  if (!(await isFromTwilio(receiptUrl(messageId), body, headers['x-twilio-signature']))) {
    count('receiptsForged')
    throw new Problem('forbidden')
  }
  const status = meaningOf(body.MessageStatus)
  const reason = body.ErrorCode === undefined ? undefined : `${body.MessageStatus} ${body.ErrorCode}`
  const result = await applyReceipt({ messageId, gatewayId: body.MessageSid, status, reason })
  if (result === 'no such message') throw new Problem('not_found')
  count(result === 'applied' ? 'receiptsApplied' : 'receiptsIgnored')
  logger.info('receipt', { messageId, status: body.MessageStatus, errorCode: body.ErrorCode, result })
}
