import { Problem } from '@korob/platform/errors'
import { HttpAnswer, type HttpRequest } from '@korob/platform/http'
import { count, logger } from '@korob/platform/observability'
import { maskPhone, normalizePhone } from '@korob/platform/phone'
import { type Wish, wishOf } from '../domain/replies.ts'
import { gatewayCredentials } from '../gateway/twilio.ts'
import { isSignedByTwilio } from '../gateway/twilio-signature.ts'
import type { routes } from '../routes.ts'
import { applyWish } from '../store/opt-outs.ts'
import { inboundUrl } from './settings.ts'

// No answer is sent to the phone: to STOP and START Twilio itself answers. It takes an empty answer for what it is only if that
// does not call itself something else than what Twilio reads. https://www.twilio.com/docs/api/errors/12300
const nothingToSay = new HttpAnswer(204, undefined, { 'content-type': 'text/xml; charset=utf-8' })

const counters: Record<Wish, string> = { stop: 'optedOut', start: 'optedIn' }

/** Takes what a phone answered to our texts. What it says is neither kept nor logged. @throws Problem `forbidden` when it is forged */
export const takeInbound = async ({ headers, body }: HttpRequest<(typeof routes)['inbound']>): Promise<HttpAnswer> => {
  const { token } = await gatewayCredentials()
  if (!isSignedByTwilio(token, inboundUrl(), body, headers['x-twilio-signature'] ?? '')) {
    count('inboundForged')
    throw new Problem('forbidden')
  }
  const wish = wishOf(body.Body, body.OptOutType)
  // Who has no number, a company with a name for one, gets no texts of ours.
  const phone = normalizePhone(body.From)
  const isNews = wish !== undefined && phone !== undefined && (await applyWish(phone, wish, body.MessageSid))
  count(isNews ? counters[wish] : 'inboundIgnored')
  logger.info('inbound text', { gatewayId: body.MessageSid, from: maskPhone(body.From), wish, isNews })
  return nothingToSay
}
