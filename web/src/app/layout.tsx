import { useEffect, useRef } from 'react'
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router'
import { useDocumentLanguage, useLanguage } from '../i18n/language.ts'
import { Header } from './header.tsx'

/** A new page is announced by moving the focus to it, as a browser does when it loads one. */
const useFocusOnNavigation = () => {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}

export const Layout = () => {
  const { t } = useLanguage()
  const main = useFocusOnNavigation()
  const navigation = useNavigation()
  useDocumentLanguage()
  return (
    <>
      <a className="skip-link" href="#main">
        {t.nav.skip}
      </a>
      <Header />
      {navigation.state === 'loading' && <div className="progress" aria-hidden="true" />}
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="footer">
        <p>
          {t.shopName} — {t.tagline}
        </p>
      </footer>
      <ScrollRestoration />
    </>
  )
}
