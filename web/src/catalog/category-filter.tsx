import { useLanguage } from '../i18n/language.ts'
import { visibleCategories } from './category-branch.ts'
import type { FilterProps } from './filters.tsx'

/** The roots, and the branch that is chosen. */
export const CategoryFilter = ({ state, facets, onChange }: FilterProps) => {
  const { language, t } = useLanguage()
  const categories = visibleCategories(facets?.categories ?? [], state.category)
  return (
    <nav aria-label={t.catalogue.category}>
      <h2 className="filter-title">{t.catalogue.category}</h2>
      <ul className="category-list">
        <li>
          <button
            type="button"
            className="category"
            aria-pressed={state.category === ''}
            onClick={() => onChange({ ...state, category: '' })}
          >
            {t.catalogue.allCategories}
          </button>
        </li>
        {categories.map(({ path, name, count, depth }) => (
          <li key={path} style={{ '--depth': depth }}>
            <button
              type="button"
              className="category"
              aria-pressed={state.category === path}
              data-category={path}
              onClick={() => onChange({ ...state, category: path })}
            >
              <span>{name[language]}</span>
              <span className="muted">{count}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
