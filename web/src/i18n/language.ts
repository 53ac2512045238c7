import { useEffect } from 'react'
import type { Language } from '../api/answers.ts'
import { lasting, stored, useStored } from '../storage/stored.ts'
import { en } from './en.ts'
import { preferredLanguage } from './preferred.ts'
import { type Messages, ru } from './ru.ts'

const tables: Record<Language, Messages> = { ru, en }

/** What the shopper has chosen; until then, what the browser prefers. */
export const languageStore = stored<Language>(lasting, 'korob.language', (found) =>
  found === 'en' || found === 'ru' ? found : preferredLanguage(navigator.languages),
)

/** The language chosen, and its messages. */
export const useLanguage = (): { language: Language; t: Messages } => {
  const language = useStored(languageStore)
  return { language, t: tables[language] }
}

/** Tells the document its language: screen readers, hyphenation and the browser's translator read it there. */
export const useDocumentLanguage = (): void => {
  const { language } = useLanguage()
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
}
