export const Logo = () => (
  <svg className="logo" viewBox="0 0 64 64" width="32" height="32" aria-hidden="true">
    <path d="M32 4 58 17v30L32 60 6 47V17z" fill="#c8935a" />
    <path d="M32 30 58 17v30L32 60z" fill="#a8733e" />
    <path d="M32 4 58 17 32 30 6 17z" fill="#e3b885" />
    <path d="m13 13.500 26 13v11l6-3v-11l-26-13z" fill="#136149" />
  </svg>
)

export const CartIcon = () => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d="M3 4h2.500l2 11h10l2-8H6.500" />
    <circle cx="9" cy="19.500" r="1.500" fill="currentColor" stroke="none" />
    <circle cx="16.500" cy="19.500" r="1.500" fill="currentColor" stroke="none" />
  </svg>
)

export const PersonIcon = () => (
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <circle cx="12" cy="8" r="4" />
    <path d="M4 21c0-4 3.500-6 8-6s8 2 8 6" />
  </svg>
)
