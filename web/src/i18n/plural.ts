import type { Language } from '../api/answers.ts'

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

const rules: Record<Language, Intl.PluralRules> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
}

/** The number with the word in its form: 1 товар, 2 товара, 5 товаров. */
export const counted = (language: Language, count: number, forms: Forms): string =>
  `${new Intl.NumberFormat(language).format(count)} ${forms[rules[language].select(count)] ?? forms.other}`
