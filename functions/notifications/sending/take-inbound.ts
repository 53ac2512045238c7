import { Problem } from '@korob/platform/errors'
import { HttpAnswer, type HttpRequest } from '@korob/platform/http'
import { count } from '@korob/platform/observability'
import { inboundAt } from '../gateway/twilio.ts'
import { isFromTwilio } from '../gateway/twilio-callback.ts'
import type { routes } from '../routes.ts'
import { obeyWish } from './obey-wish.ts'
import { inboundUrl } from './settings.ts'

// No answer is sent to the phone: to STOP and START Twilio itself answers. It takes an empty answer for what it is only if that
// does not call itself something else than what Twilio reads. https://www.twilio.com/docs/api/errors/12300
const nothingToSay = new HttpAnswer(204, undefined, { 'content-type': 'text/xml; charset=utf-8' })

// Twilio's times are whole seconds, the profile's are not: a text counts as late in its second as it may have been sent.
const within = (second: Date, arrivedAt: Date): Date =>
  new Date(Math.max(second.getTime(), Math.min(second.getTime() + 999, arrivedAt.getTime())))

/** Takes what a phone answered to our texts. @throws Problem `forbidden` when it is forged */
export const takeInbound = async ({ headers, body }: HttpRequest<(typeof routes)['inbound']>): Promise<HttpAnswer> => {
  if (!(await isFromTwilio(inboundUrl(), body, headers['x-twilio-signature']))) {
    count('inboundForged')
    throw new Problem('forbidden')
  }
  const { From: from, Body: text, OptOutType: optOutType, MessageSid: gatewayId } = body
  const arrivedAt = new Date()
  const sentAt = async () => within((await inboundAt(gatewayId)) ?? arrivedAt, arrivedAt)
  await obeyWish({ from, body: text, optOutType, gatewayId, sentAt })
  return nothingToSay
}
