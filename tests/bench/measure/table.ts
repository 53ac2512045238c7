type Cell = string | number

const text = (cell: Cell): string => {
  if (typeof cell === 'string') return cell
  if (Number.isNaN(cell)) return '–'
  if (Number.isInteger(cell) || Math.abs(cell) >= 100) return cell.toFixed(0)
  return cell.toFixed(Math.abs(cell) < 1 ? 2 : 1)
}

/** Columns with headings; what is a number in the first row stands to the right. */
export const table = (headings: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const cells = [headings, ...rows.map((row) => row.map(text))]
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const toRight = headings.map((_, column) => typeof rows[0]?.[column] === 'number')
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          toRight[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('   ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}
