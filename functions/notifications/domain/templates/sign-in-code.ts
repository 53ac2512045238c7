import type { Language } from '@korob/platform/schema'
import { fill } from '../filling.ts'
import texts from '../texts/sign-in-code.json' with { type: 'json' }

/** Named like its event, as every template is. */
export const signInCodeTemplate = 'sign_in.code'

export const signInCodeTexts = texts

/** What a phone is told; `spare` where no other code may be sent for now. The code comes first, so that it is seen on a locked screen. */
export const signInCodeText = (code: string, spare: string | undefined, language: Language): string =>
  spare === undefined ? fill(texts.only[language], { code }) : fill(texts.spare[language], { code, spare })
