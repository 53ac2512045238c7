import type { ReactNode } from 'react'

/** Names and values; a row without a value is left out. */
export const Definitions = ({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) => (
  <dl className="definitions">
    {rows.map(([name, value]) =>
      value === null || value === undefined || value === false || value === '' ? null : (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
)
