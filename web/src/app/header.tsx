import { Link, NavLink, useLocation } from 'react-router'
import { useSessionState } from '../account/session.ts'
import { pieces } from '../cart/cart.ts'
import { useCart } from '../cart/use-cart.ts'
import { languageStore, useLanguage } from '../i18n/language.ts'
import { CartIcon, Logo, PersonIcon } from '../ui/icons.tsx'

const LanguageSwitch = () => {
  const { language, t } = useLanguage()
  const other = language === 'ru' ? 'en' : 'ru'
  return (
    <button
      type="button"
      className="link-button"
      lang={other}
      data-testid="language"
      onClick={() => languageStore.write(other)}
    >
      {t.nav.otherLanguage}
    </button>
  )
}

const CartLink = () => {
  const { t } = useLanguage()
  const count = pieces(useCart())
  return (
    <NavLink
      className="cart-link"
      to="/cart"
      data-testid="cart-link"
      aria-label={count === 0 ? t.nav.cart : t.nav.cartWith(count)}
    >
      <CartIcon />
      <span className="wide-only">{t.nav.cart}</span>
      {count > 0 && (
        <span className="count" data-testid="cart-count">
          {count}
        </span>
      )}
    </NavLink>
  )
}

const AccountLink = () => {
  const { t } = useLanguage()
  const { signedIn } = useSessionState()
  return (
    <NavLink
      to={signedIn ? '/account' : '/sign-in'}
      data-testid="account-link"
      data-signed-in={signedIn}
      aria-label={signedIn ? t.nav.account : t.nav.signIn}
    >
      <PersonIcon />
      <span className="wide-only">{signedIn ? t.nav.account : t.nav.signIn}</span>
    </NavLink>
  )
}

export const Header = () => {
  const { t } = useLanguage()
  const { pathname } = useLocation()
  return (
    <header className="header">
      <div className="header-inner">
        <Link className="brand" to="/" aria-label={t.nav.home}>
          <Logo />
          <span>{t.shopName}</span>
        </Link>
        {/* A courier at work needs no shop around the route. */}
        {pathname !== '/courier' && (
          <nav aria-label={t.nav.main}>
            <NavLink to="/orders" end>
              {t.nav.orders}
            </NavLink>
            <AccountLink />
            <CartLink />
          </nav>
        )}
        <LanguageSwitch />
      </div>
    </header>
  )
}
