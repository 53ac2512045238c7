import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findExecutable } from './executables.ts'

/** What a machine offers for getting an engine. */
export type Facts = {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  /** `debian`, `ubuntu`, `fedora`, … as in /etc/os-release, with what it is like. */
  readonly distributions: readonly string[]
  readonly hasApt: boolean
  readonly hasBrew: boolean
  /** A Docker engine of this machine answers; what one elsewhere publishes isn't on our loopback. */
  readonly dockerRuns: boolean
}

let known: Facts | undefined

export function machineFacts(): Facts {
  known ??= {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    distributions: distributions(),
    hasApt: findExecutable('apt-get') !== undefined,
    hasBrew: findExecutable('brew', ['/opt/homebrew/bin', '/usr/local/bin']) !== undefined,
    dockerRuns: dockerRuns(),
  }
  return known
}

function distributions(): string[] {
  try {
    return distributionsOf(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return [] // macOS has no such file
  }
}

export function distributionsOf(osRelease: string): string[] {
  return [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap((match) => (match[1] ?? '').split(' '))
}

function dockerRuns(): boolean {
  if (!findExecutable('docker') || !isHere(process.env.DOCKER_HOST)) return false
  const asked = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5000, stdio: 'ignore' })
  return asked.status === 0
}

/** Whether DOCKER_HOST names an engine of this machine. */
export function isHere(dockerHost: string | undefined): boolean {
  return !dockerHost || /^(unix|npipe):|^tcp:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|$)/.test(dockerHost)
}
