/** A terminal, or anything else that takes text. */
export interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

const barWidth = 30
const redrawMs = 100

/** A bar that redraws its line on a terminal; elsewhere a line for each quarter. */
export const progressBar = (title: string, total: number, output: Output, now: () => number = Date.now) => {
  let done = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  let quarter = 0
  const share = () => (total === 0 ? 1 : Math.min(1, done / total))
  const draw = () => {
    const filled = Math.round(share() * barWidth)
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
    output.write(`\r${title} ${bar} ${String(Math.floor(share() * 100)).padStart(3)} %`)
    drawnAt = now()
  }
  return {
    advance(by: number): void {
      done += by
      if (output.isTTY && now() - drawnAt >= redrawMs) draw()
      const reached = Math.floor(share() * 4)
      if (!output.isTTY && reached > quarter) output.write(`${title} ${reached * 25} %\n`)
      quarter = reached
    },
    end(): void {
      done = total
      if (output.isTTY) {
        draw()
        output.write('\n')
      } else if (quarter < 4) output.write(`${title} 100 %\n`)
    },
  }
}
