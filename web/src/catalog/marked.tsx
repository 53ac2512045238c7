/** A text with the parts that answer a query. */
export const Marked = ({ text, marks }: { text: string; marks: readonly number[][] }) => {
  let at = 0
  const parts = marks.flatMap(([start = 0, end = 0]) => {
    const before = text.slice(at, start)
    at = end
    return [before, <mark key={start}>{text.slice(start, end)}</mark>]
  })
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
