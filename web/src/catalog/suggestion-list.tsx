import type { Suggestions } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { Picture } from '../ui/picture.tsx'
import { Price } from '../ui/price.tsx'

export type Choice =
  | { kind: 'query'; text: string }
  | { kind: 'category'; path: string; name: Suggestions['categories'][number]['name'] }
  | { kind: 'product'; hit: Suggestions['products'][number] }

/** What can be chosen, in the order in which it is shown. */
export const choicesOf = (suggestions: Suggestions | undefined): Choice[] =>
  suggestions
    ? [
        ...suggestions.queries.map((text) => ({ kind: 'query' as const, text })),
        ...suggestions.categories.map(({ path, name }) => ({ kind: 'category' as const, path, name })),
        ...suggestions.products.map((hit) => ({ kind: 'product' as const, hit })),
      ]
    : []

const Content = ({ choice }: { choice: Choice }) => {
  const { language } = useLanguage()
  if (choice.kind === 'query') return choice.text
  if (choice.kind === 'category') return choice.name[language]
  const { hit } = choice
  return (
    <>
      <span className="suggestion-picture">
        <Picture name={hit.image} alt="" />
      </span>
      <span>{hit.name[language]}</span>
      <Price minor={hit.priceMinor} oldMinor={hit.oldPriceMinor} currency={hit.currency} />
    </>
  )
}

interface SuggestionListProps {
  id: string
  choices: readonly Choice[]
  /** Which one the keyboard has come to; -1: none. */
  at: number
  onChoose: (choice: Choice) => void
}

export const SuggestionList = ({ id, choices, at, onChoose }: SuggestionListProps) => {
  const { t } = useLanguage()
  const titles = {
    query: t.catalogue.suggestedQueries,
    category: t.catalogue.suggestedCategories,
    product: t.catalogue.suggestedProducts,
  }
  return (
    // The field keeps the focus and says which option is meant, so options need no place in the order of tabs.
    <div
      id={id}
      role="listbox"
      aria-label={t.catalogue.suggestions}
      className="suggestions"
      hidden={choices.length === 0}
    >
      {choices.map((choice, place) => (
        <div key={`${choice.kind} ${'hit' in choice ? choice.hit.id : 'path' in choice ? choice.path : choice.text}`}>
          {choices[place - 1]?.kind !== choice.kind && (
            <p className="suggestions-title" aria-hidden="true">
              {titles[choice.kind]}
            </p>
          )}
          {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are pressed in the field */}
          <div
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === at}
            className={`suggestion suggestion-${choice.kind}`}
            data-suggestion={choice.kind}
            // Before the field loses the focus, which closes the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            <Content choice={choice} />
          </div>
        </div>
      ))}
    </div>
  )
}
