import type { Language } from '@korob/platform/schema'

/** Named like its event, as every template is. */
export const signInCodeTemplate = 'sign_in.code'

/** What a phone is told; the code comes first, so that it is seen on a locked screen. */
export const signInCodeText: Readonly<Record<Language, (code: string) => string>> = {
  ru: (code) => `${code} — код для входа в «Короб». Никому его не говорите.`,
  en: (code) => `${code} is your Korob sign-in code. Do not tell it to anybody.`,
}
