import type { ReactNode } from 'react'

interface OperatorTableProps {
  /** What stands above the columns; the last may have nothing to say. */
  columns: readonly string[]
  /** Rows. */
  children: ReactNode
}

/** A table that is pushed sideways where the page is narrower. */
export const OperatorTable = ({ columns, children }: OperatorTableProps) => (
  <div className="operator-trail">
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
