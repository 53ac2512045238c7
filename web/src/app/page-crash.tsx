import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import { useLanguage } from '../i18n/language.ts'
import { Empty } from '../ui/states.tsx'

/** A fault of ours on one page: the rest of the shop stays usable. After a release, an old page may miss its chunks. */
export const PageCrash = () => {
  const { t } = useLanguage()
  const error = useRouteError()
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <div role="alert">
      <Empty title={t.states.crashed}>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {t.states.reload}
        </button>
      </Empty>
    </div>
  )
}
