import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const rows = readFileSync(join(root, 'local/README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && cells[1] !== 'behaviour' && !/^-+$/.test(cells[1] ?? ''))

/** `flow \`file\` › name` or `\`file\` › name`. */
function testOf(cell: string): { file: string; name: string } {
  const [, flow, file, name] = /^(flow )?`([\w/-]+)` › (.+)$/.exec(cell) ?? []
  if (!file || !name) throw new Error(`${cell} names no test`)
  return { file: join(root, flow ? `tests/runner/${file}.flow.ts` : `local/runner/${file}.test.ts`), name }
}

describe('the table of what the runner does beside AWS', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(100)
  })

  it.each(rows.map((cells) => [cells[1], cells[4]]))('%s: %s', (_behaviour, cell) => {
    if (cell === '–') return
    const { file, name } = testOf(cell ?? '')
    expect(existsSync(file), file).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain(name)
  })
})
