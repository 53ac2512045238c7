import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Suggestions } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { useDebounced } from '../ui/use-debounced.ts'
import { type Choice, choicesOf, SuggestionList } from './suggestion-list.tsx'

const typingPauseMs = 300
const suggestingPauseMs = 120

const useSuggestions = (text: string, isOpen: boolean): Suggestions | undefined => {
  const api = useApi()
  const { language } = useLanguage()
  const q = useDebounced(text.trim(), suggestingPauseMs)
  const { data } = useQuery({
    queryKey: ['suggest', q, language],
    queryFn: ({ signal }) => api.suggest({ q, lang: language }, signal),
    enabled: isOpen && q.length > 1,
    staleTime: 30_000,
    // Suggestions are a help: where there are none, the search goes on without.
    retry: false,
  })
  return isOpen && q.length > 1 ? data : undefined
}

interface SearchBoxProps {
  value: string
  onChange: (value: string) => void
  onCategory: (path: string) => void
}

/**
 * The search words: sent when typing pauses, at once on Enter; follows the address when that changes by itself. Below it
 * suggestions as one types, for the keyboard too: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export const SearchBox = ({ value, onChange, onCategory }: SearchBoxProps) => {
  const { t } = useLanguage()
  const navigate = useNavigate()
  const listId = useId()
  const [text, setText] = useState(value)
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const sent = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const suggestions = useSuggestions(text, isOpen)
  const choices = choicesOf(suggestions)
  const isShown = choices.length > 0

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
  const close = () => {
    setOpen(false)
    setAt(-1)
  }
  const type = (typed: string) => {
    setText(typed)
    setOpen(true)
    setAt(-1)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => send(typed.trim()), typingPauseMs)
  }
  const choose = (choice: Choice) => {
    close()
    if (choice.kind === 'product') return navigate(`/p/${choice.hit.slug}`)
    setText(choice.kind === 'query' ? choice.text : '')
    if (choice.kind === 'query') return send(choice.text)
    sent.current = ''
    clearTimeout(timer.current)
    return onCategory(choice.path)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const choice = choices[at]
    if (choice) return choose(choice)
    close()
    return send(text.trim())
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      close()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !isShown) return
    event.preventDefault()
    // -1 is the field itself.
    setAt(((at + 1 + step + choices.length + 1) % (choices.length + 1)) - 1)
  }

  return (
    <search
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
    >
      <form className="search" onSubmit={submit}>
        <input
          type="search"
          name="q"
          data-testid="search"
          role="combobox"
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={at < 0 ? undefined : `${listId}-${at}`}
          aria-label={t.catalogue.search}
          placeholder={t.catalogue.searchHint}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={200}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
        />
        <SuggestionList id={listId} choices={choices} at={at} onChoose={choose} />
      </form>
    </search>
  )
}
