import type { RefObject } from 'react'

/**
 * A field for programs that fill in all they find. People neither see nor reach it, readers of screens pass it over, and
 * the attributes ask password managers to leave it alone; should one fill it in, it is emptied before the next try.
 */
export const Honeypot = ({ field }: { field: RefObject<HTMLInputElement | null> }) => (
  <div className="visually-hidden" aria-hidden="true">
    <input
      ref={field}
      type="text"
      name="website"
      tabIndex={-1}
      autoComplete="off"
      data-1p-ignore
      data-bwignore
      data-lpignore="true"
      data-form-type="other"
    />
  </div>
)
