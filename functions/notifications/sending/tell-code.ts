import { on, type Subscription, Unworkable } from '@korob/platform/consumer'
import { unseal } from '@korob/platform/sealed'
import { signInCode } from '../../backend/contract.ts'
import { segment } from '../domain/segments.ts'
import type { Draft } from '../domain/template.ts'
import { signInCodeTemplate, signInCodeText } from '../domain/templates/sign-in-code.ts'
import { sendSoon } from './after-commit.ts'
import { countWithheld } from './count-withheld.ts'
import { keepTexts } from './keep-texts.ts'
import { shopTimeZone } from './settings.ts'

/** Each code becomes one text, whose words are kept no longer than until it is sent. */
export const tellCode: Subscription = on(signInCode, async (event, tx) => {
  const { signInId, phone, language, sealed, sealedSpare, expiresAt, spareUntil } = event.data
  const code = await unseal(sealed, signInId)
  if (code === undefined) throw new Unworkable('the code can not be unsealed')
  // Without it the text is still of use.
  const spare = sealedSpare === undefined ? undefined : await unseal(sealedSpare, signInId)
  const body = signInCodeText(code, spare, language)
  const draft: Draft = {
    ...segment(body),
    eventId: event.id,
    eventType: event.type,
    orderId: signInId,
    recipient: phone,
    template: signInCodeTemplate,
    language,
    body,
    secret: true,
    // A phone that was off when strangers asked for codes gets the spare one once it is on.
    expiresAt: new Date((spare && spareUntil) ?? expiresAt),
    timeZone: shopTimeZone(),
    correlationId: event.correlationid,
  }
  const { withheld } = await keepTexts(tx, [{ draft, isSuperseded: false }])
  return async () => {
    countWithheld(withheld)
    sendSoon(signInId)
  }
})
