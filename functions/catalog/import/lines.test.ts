import { expect, it } from 'vitest'
import { linesOf, maxLineLength } from './lines.ts'

const read = async (...chunks: string[]) => {
  const source = async function* () {
    yield* chunks
  }
  const lines: [number, string | undefined][] = []
  for await (const { number, text } of linesOf(source())) lines.push([number, text])
  return lines
}

it('numbers lines, whatever their ends and wherever the pieces part', async () => {
  expect(await read('a\r', '\nb\n\nc', 'd')).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, ''],
    [4, 'cd'],
  ])
  expect(await read('a\n')).toEqual([[1, 'a']])
  expect(await read()).toEqual([])
})

it('drops a line that is too long, and it alone', async () => {
  const long = 'x'.repeat(maxLineLength)
  expect(await read('a\n', long, 'x', 'x\nb')).toEqual([
    [1, 'a'],
    [2, undefined],
    [3, 'b'],
  ])
  expect(await read(`${long}x\n${long}`)).toEqual([
    [1, undefined],
    [2, long],
  ])
  expect(await read(long, long, long)).toEqual([[1, undefined]])
})
