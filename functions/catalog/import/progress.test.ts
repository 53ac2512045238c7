import { expect, it } from 'vitest'
import { progressBar } from './progress.ts'

const draw = (isTTY: boolean) => {
  const written: string[] = []
  let now = 0
  const bar = progressBar('Reading', 8, { isTTY, write: (text: string) => written.push(text) }, () => now)
  for (let step = 0; step < 8; step += 1) {
    now += 60
    bar.advance(1)
  }
  bar.end()
  return written
}

it('redraws one line on a terminal, not at every step, and ends at 100 %', () => {
  const written = draw(true)
  expect(written.length).toBeLessThan(8)
  expect(written.at(-1)).toBe('\n')
  expect(written.at(-2)).toBe(`\rReading ${'█'.repeat(30)} 100 %`)
})

it('writes a line a quarter elsewhere', () => {
  expect(draw(false)).toEqual(['Reading 25 %\n', 'Reading 50 %\n', 'Reading 75 %\n', 'Reading 100 %\n'])
})
