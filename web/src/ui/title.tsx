import { useLanguage } from '../i18n/language.ts'

/** The name of the browser's tab. */
export const Title = ({ children }: { children: string }) => {
  const { t } = useLanguage()
  return <title>{`${children} · ${t.shopName}`}</title>
}
