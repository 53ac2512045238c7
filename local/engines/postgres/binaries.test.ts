import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { postgresBinaries } from './binaries.ts'
import { canReach, type User } from './user.ts'

const root = mkdtempSync(join(tmpdir(), 'korob-binaries-'))
chmodSync(root, 0o711)
afterAll(() => rmSync(root, { recursive: true }))

/** A package as npm unpacks it under umask 077. */
function packageOfOwner(home: string): string {
  mkdirSync(join(home, 'native/bin'), { recursive: true, mode: 0o700 })
  writeFileSync(join(home, 'package.json'), '{ "version": "18.4.0-beta.17" }', { mode: 0o600 })
  for (const name of ['postgres', 'initdb']) writeFileSync(join(home, 'native/bin', name), '', { mode: 0o700 })
  return home
}

// Only root runs PostgreSQL as another user.
it.skipIf(process.getuid?.() !== 0)('are copied to where the other user can run them, whatever the umask', () => {
  const nobody: User = { name: 'nobody', uid: 65_534, gid: 65_534 }
  const umask = process.umask(0o077)
  try {
    const home = packageOfOwner(join(root, 'home'))
    const fallback = join(root, 'fallback')
    // As an earlier start left it, which didn't mind the umask.
    packageOfOwner(join(fallback, 'postgres-18.4.0-beta.17'))
    const { postgres, initdb, version } = postgresBinaries(home, nobody, fallback)
    expect(version).toBe('18.4.0')
    expect([postgres, initdb].map((file) => canReach(nobody, file))).toEqual([true, true])
    expect(postgresBinaries(home, nobody, fallback).postgres).toBe(postgres)
  } finally {
    process.umask(umask)
  }
})

it('are used where they are by who installed them', () => {
  const home = packageOfOwner(join(root, 'own'))
  expect(postgresBinaries(home, undefined, join(root, 'nowhere')).postgres).toBe(join(home, 'native/bin/postgres'))
})
