import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLanguage } from '../i18n/language.ts'

const typingPauseMs = 300

/** The search words: sent when typing pauses, at once on Enter; follows the address when that changes by itself. */
export const SearchBox = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const { t } = useLanguage()
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  const send = (words: string) => {
    clearTimeout(timer.current)
    if (words === sent.current) return
    sent.current = words
    onChange(words)
  }
  const type = (typed: string) => {
    setText(typed)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => send(typed.trim()), typingPauseMs)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(text.trim())
  }

  return (
    <search>
      <form className="search" onSubmit={submit}>
        <input
          type="search"
          name="q"
          data-testid="search"
          aria-label={t.catalogue.search}
          placeholder={t.catalogue.searchHint}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={200}
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      </form>
    </search>
  )
}
