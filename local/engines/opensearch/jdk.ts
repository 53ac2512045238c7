import { globSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findExecutable, isExecutable } from '../system/executables.ts'

export type Jdk = { readonly home: string; readonly major: number }

// OpenSearch 2.19 needs 17; 25 is the newest it was tried on.
const oldest = 17
const newest = 25

const places = [
  '/usr/lib/jvm/*',
  '/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
  '/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home',
  '/Library/Java/JavaVirtualMachines/*/Contents/Home',
]

/** The one JAVA_HOME names, if it will do, or else the newest that will: newer ones start faster. */
export function findJdk(): Jdk | undefined {
  const named = process.env.JAVA_HOME ? jdkAt(process.env.JAVA_HOME) : undefined
  return named ?? bestOf([onPath(), ...globSync([...places]).map(jdkAt)])
}

export function bestOf(found: readonly (Jdk | undefined)[]): Jdk | undefined {
  return found.filter((jdk) => jdk !== undefined).sort((a, b) => b.major - a.major)[0]
}

function onPath(): Jdk | undefined {
  const javac = findExecutable('javac')
  return javac ? jdkAt(join(dirname(realpathSync(javac)), '..')) : undefined
}

function jdkAt(home: string): Jdk | undefined {
  if (!isExecutable(join(home, 'bin/javac')) || !isExecutable(join(home, 'bin/java'))) return undefined
  const major = majorOf(readRelease(home))
  return major !== undefined && major >= oldest && major <= newest ? { home, major } : undefined
}

export function majorOf(release: string): number | undefined {
  const version = /^JAVA_VERSION="(\d+)/m.exec(release)?.[1]
  return version === undefined ? undefined : Number(version)
}

function readRelease(home: string): string {
  try {
    return readFileSync(join(home, 'release'), 'utf8')
  } catch {
    return '' // not a JDK
  }
}
