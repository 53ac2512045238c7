import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

it.each(['--help', '-h'])('%s on a fresh clone says what there is to choose, and installs nothing', (flag) => {
  const clone = mkdtempSync(join(tmpdir(), 'korob-clone-'))
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }))
  cpSync(import.meta.dirname, join(clone, 'local/bin'), { recursive: true })
  const said = execFileSync(process.execPath, [join(clone, 'local/bin/start.mjs'), flag], {
    encoding: 'utf8',
    // No npm is found.
    env: { PATH: clone },
  })
  expect(said).toMatch(/--port N .*KOROB_PORT/)
  expect(said).not.toContain('npm ci')
  expect(readdirSync(clone)).toEqual(['local'])
})
