import 'react'

declare module 'react' {
  interface CSSProperties {
    /** How deep a category lies; the stylesheet indents by it. */
    '--depth'?: number
    /** How high a bar is, of 1. */
    '--share'?: number
    '--share'?: number
  }
}
