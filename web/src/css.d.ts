import 'react'

declare module 'react' {
  interface CSSProperties {
    /** How deep a category lies; the stylesheet indents by it. */
    '--depth'?: number
  }
}
