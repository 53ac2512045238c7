import type { ReactNode } from 'react'

interface OperatorTableProps {
  /** What stands above the columns; the last may have nothing to say. */
  columns: readonly string[]
  /** On a phone its rows become lines below each other: what can be done with one must not be out of sight. */
  stacks?: boolean
  /** Rows. */
  children: ReactNode
}

/** A table that is pushed sideways where the page is narrower. */
export const OperatorTable = ({ columns, stacks = false, children }: OperatorTableProps) => (
  <div className={stacks ? 'operator-trail operator-stack' : 'operator-trail'}>
    <table>
      <thead>
        <tr>
          {columns.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
            <th key={index}>{text}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)
