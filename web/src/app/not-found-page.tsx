import { Link } from 'react-router'
import { useLanguage } from '../i18n/language.ts'
import { Empty } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'

export const NotFoundPage = () => {
  const { t } = useLanguage()
  return (
    <>
      <Title>{t.states.notFound}</Title>
      <h1 className="visually-hidden">{t.states.notFound}</h1>
      <Empty title={t.states.notFound} hint={t.states.notFoundHint}>
        <Link className="button" to="/">
          {t.states.toCatalogue}
        </Link>
      </Empty>
    </>
  )
}
